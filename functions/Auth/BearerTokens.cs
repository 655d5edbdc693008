using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.Tokens;
using ClickDeploy.Tokens;
using Microsoft.AspNetCore.Http;

namespace ClickDeploy.Functions.Auth;

/// <summary>Whom a request's <c>Authorization: Bearer</c> names: by a session's token or a personal one.</summary>
public sealed class BearerTokens(SessionTokens sessions, PersonalTokens personal)
{
    private const string Scheme = "Bearer ";

    /// <summary>Null: there is no such header; empty: there is one without a token.</summary>
    public static string? Of(HttpRequest request) => request.Headers.Authorization is { Count: > 0 } header
        ? header.ToString() is var text && text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? text[Scheme.Length..].Trim() : ""
        : null;

    public async Task<Read<CurrentUser>> Read(string token, CancellationToken cancellation) =>
        TokenText.IsOne(token) ? await personal.Read(token, cancellation) : await ReadSession(token);

    public async Task<Read<CurrentUser>> ReadSession(string token) => await sessions.Read(token) is { } user
        ? user
        : Problem.Unauthenticated("The token is not one of this installation or has expired. Sign in again.");

    /// <summary>The administrator of the platform who asks, by the header or as <c>?code=</c>, as the Durable management API takes its key. Never by cookie: no page of ours asks there. Null: somebody else.</summary>
    public async Task<CurrentUser?> Administrator(HttpContext http) =>
        (Of(http.Request) ?? http.Request.Query["code"].ToString()) is { Length: > 0 } token
        && (await Read(token, http.RequestAborted)).Succeeded(out var user, out _) && PlatformAdministrators.Has(user) ? user : null;
}
