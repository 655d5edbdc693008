using System.Net;
using Microsoft.AspNetCore.Http;

namespace ClickDeploy.Functions.Auth;

/// <summary>Where a request comes from, as far as a browser or the connection says it.</summary>
public static class RequestOrigin
{
    /// <summary>A browser says that one of our own pages sends it.</summary>
    public static bool IsOurPage(HttpRequest request)
    {
        // An origin is exact or it is another one; without it only the browser's own word for the same origin counts.
        var origin = request.Headers.Origin;
        return origin.Count > 0
            ? origin.Count == 1 && origin[0] == $"{request.Scheme}://{request.Host}"
            : request.Headers["Sec-Fetch-Site"] is ["same-origin"];
    }

    /// <summary>No browser says that a foreign page sends it: one of our pages does, or a program that is no browser.</summary>
    public static bool IsNoForeignPage(HttpRequest request) =>
        IsOurPage(request) || (request.Headers.Origin.Count == 0 && request.Headers["Sec-Fetch-Site"].Count == 0);

    /// <summary>Both ends of the connection are on this machine.</summary>
    public static bool IsThisMachine(HttpContext context) =>
        context.Connection is { LocalIpAddress: { } here, RemoteIpAddress: { } there } && IPAddress.IsLoopback(here) && IPAddress.IsLoopback(there);

    /// <summary>The Host header names this machine: a foreign name that was made to point here (DNS rebinding) does not.</summary>
    public static bool HasLoopbackHost(HttpRequest request)
    {
        var host = request.Host.Host;
        return host is "127.0.0.1" or "[::1]" || host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
    }
}
