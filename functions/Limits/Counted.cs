using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using Microsoft.AspNetCore.Http;

namespace ClickDeploy.Functions.Limits;

/// <summary>Which functions' requests count: those of the API but streams and the like. The page and its files are for everybody.</summary>
internal static class Counted
{
    private static readonly HashSet<string> Functions =
    [
        .. ApiOperation.All.Where(operation => operation.Route is not ("/health" or "/ready" or "/metrics") && !operation.Function.IsDefined(typeof(NotCountedAttribute), inherit: false))
            .Select(operation => operation.Name),
    ];

    /// <summary>Answers 429 where the user has asked for more than it may, or the address when nobody looked at its token yet.</summary>
    public static async Task<bool> Refuses(this RateLimits limits, HttpContext http, CurrentUser? user)
    {
        if (limits.Refuse(user is null ? $"address {http.Connection.RemoteIpAddress}" : $"user {user.Org.Key} {user.Name}") is not { } wait)
        {
            return false;
        }

        await Refuse(wait).ExecuteAsync(http);
        return true;
    }

    private static Problem Refuse(TimeSpan wait) =>
        Problem.TooMany("too_many_requests", "More was asked than may be in so short a time. Wait as many seconds as Retry-After says.", TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(wait.TotalSeconds))));

    public static bool Is(string function) => Functions.Contains(function);
}
