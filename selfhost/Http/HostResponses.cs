using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ClickDeploy.SelfHost.Http;

/// <summary>The answers of the host itself (RFC 9457), where no function gave one.</summary>
internal static class HostResponses
{
    public static Task NotFound(HttpContext context) => Write(context, StatusCodes.Status404NotFound, "no_such_route", "Not Found", "Nothing answers at this address.");

    public static Task MethodNotAllowed(HttpContext context) => Write(
        context, StatusCodes.Status405MethodNotAllowed, "method_not_allowed", "Method Not Allowed", $"This address answers {context.Response.Headers.Allow}.");

    public static Task Failed(HttpContext context) => Write(
        context, StatusCodes.Status500InternalServerError, "internal", "Internal Server Error", "The request failed. The platform's log says why, under this request id.");

    public static Task BadRequest(HttpContext context, BadHttpRequestException exception) => exception.StatusCode == StatusCodes.Status413PayloadTooLarge
        ? Write(context, exception.StatusCode, "too_large", "Content Too Large", "The body of the request is larger than this address accepts.")
        : Write(context, exception.StatusCode, "bad_request", "Bad Request", "The request could not be read.");

    public static Task EndedEarly(HttpContext context, bool stopping)
    {
        context.Response.Headers.RetryAfter = "1";
        return Write(context, StatusCodes.Status503ServiceUnavailable, "unavailable", "Service Unavailable", stopping
            ? "The platform is stopping. Try again shortly."
            : "The request took longer than it may.");
    }

    private static Task Write(HttpContext context, int status, string code, string title, string detail)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/problem+json";
        response.Headers["X-Request-ID"] = context.TraceIdentifier;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return Task.CompletedTask;
        }

        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("type", "about:blank");
            json.WriteString("title", title);
            json.WriteNumber("status", status);
            json.WriteString("detail", detail);
            json.WriteString("instance", context.Request.Path.Value);
            json.WriteString("code", code);
            json.WriteString("request_id", context.TraceIdentifier);
            json.WriteEndObject();
        }

        response.ContentLength = body.Length;
        // The request's own token may be cancelled already: this is the answer that says so.
        return response.Body.WriteAsync(body.ToArray(), 0, (int)body.Length, CancellationToken.None);
    }
}
