using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;

namespace ClickDeploy.Functions.Limits;

/// <summary>Which functions' requests count: those of the API but streams and the like. The page and its files are for everybody.</summary>
internal static class Counted
{
    public static Problem Refuse(TimeSpan wait) =>
        Problem.TooMany("too_many_requests", "More was asked than may be in so short a time. Wait as many seconds as Retry-After says.", TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(wait.TotalSeconds))));

    public static bool Is(string function) =>
        ApiOperation.Find(function) is { } operation
        && operation.Route is not ("/health" or "/ready" or "/metrics")
        && !operation.Function.IsDefined(typeof(NotCountedAttribute), inherit: false);
}
