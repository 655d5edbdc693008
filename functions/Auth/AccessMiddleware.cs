using ClickDeploy.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ClickDeploy.Functions.Auth;

/// <summary>Lets in who may call the function, as <see cref="CurrentUser"/>.</summary>
public sealed class AccessMiddleware(FunctionAccess access, BearerTokens tokens, SessionCookie cookie) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http && await Refuse(http, context.FunctionDefinition.Name) is { } problem)
        {
            await problem.ExecuteAsync(http);
            return;
        }

        await next(context);
    }

    private async Task<Problem?> Refuse(HttpContext http, string function)
    {
        var request = http.Request;
        if (RequestOrigin.IsThisMachine(http) && !RequestOrigin.HasLoopbackHost(request))
        {
            return Problem.Forbidden("host_not_allowed", "In development mode the platform answers only to names of this machine. Use localhost or 127.0.0.1.");
        }

        if (!access.TryFind(function, out var needed))
        {
            return Problem.Forbidden("closed", "Nobody may call this.");
        }

        return needed is { } role ? await SignIn(http, role) : null;
    }

    private async Task<Problem?> SignIn(HttpContext http, Role needed)
    {
        var request = http.Request;
        var sent = BearerTokens.Of(request);
        var bearer = sent is not null;
        var token = sent ?? cookie.Read(request);
        if (string.IsNullOrEmpty(token))
        {
            return Problem.Unauthenticated(bearer ? "The Authorization header holds no token. Send 'Authorization: Bearer' and the token." : "Nobody is signed in. Sign in, or send 'Authorization: Bearer' and a token.");
        }

        if (!(await (bearer ? tokens.Read(token, http.RequestAborted) : tokens.ReadSession(token))).Succeeded(out var user, out var unknown))
        {
            return unknown;
        }

        // A browser lets every page open a WebSocket anywhere, with our cookie.
        if (!bearer && (request.IsWrite() || http.WebSockets.IsWebSocketRequest) && !RequestOrigin.IsOurPage(request))
        {
            return Problem.Forbidden("foreign_origin", "A change or a WebSocket that is signed in by cookie must come from a page of this platform. Elsewhere, send 'Authorization: Bearer' and a token.");
        }

        if (!user.May(needed))
        {
            return Problem.Forbidden("role_too_low", $"This needs the role {needed.ToString().ToLowerInvariant()}. Ask an owner of the organisation for it.");
        }

        http.Features.Set(user);
        return null;
    }
}
