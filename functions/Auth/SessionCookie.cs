using Microsoft.AspNetCore.Http;

namespace ClickDeploy.Functions.Auth;

/// <summary>The cookie that carries the token of a browser.</summary>
/// <remarks>Browsers share cookies between the ports of a host: the name of the installation's secret keeps two of them on one machine apart.</remarks>
public sealed class SessionCookie(SigningKeys keys)
{
    public string? Read(HttpRequest request) => request.Cookies[NameFor(request)];

    public void Write(HttpRequest request, string token) => request.HttpContext.Response.Cookies.Append(NameFor(request), token, new CookieOptions
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = request.IsHttps,
        Path = "/",
        MaxAge = SessionTokens.Lifetime,
    });

    private string NameFor(HttpRequest request) => (request.IsHttps ? "__Host-" : "") + "session-" + keys.Name;
}
