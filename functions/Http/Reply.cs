using System.Text.Json;
using ClickDeploy.Core;
using ClickDeploy.Functions.Idempotency;
using Microsoft.AspNetCore.Http;

namespace ClickDeploy.Functions.Http;

/// <summary>An answer: a snapshot as JSON with the headers that belong to it.</summary>
public sealed class Reply : IResult
{
    private readonly int _status;
    private readonly object? _body;
    private readonly string? _etag;
    private readonly string? _location;

    private Reply(int status, object? body, string? etag = null, string? location = null)
    {
        (_status, _body, _etag, _location) = (status, body, etag, location);
    }

    /// <param name="body">The snapshot.</param>
    /// <param name="etag">The storage's ETag of what the user set, where <c>If-Match</c> is understood.</param>
    public static Reply Ok(object body, string? etag = null) => new(200, body, etag);

    /// <summary>The same with a snapshot that is JSON already.</summary>
    public static Reply Written(byte[] json, string etag) => new(200, json, etag);

    public static Reply Created(string location, object body, string etag) => new(201, body, etag, location);

    /// <summary>Long work was started; its state is at <paramref name="location"/>.</summary>
    public static Reply Accepted(string location, object body) => new(202, body, location: location);

    public static Reply NoContent() => new(204, null);

    public static Reply Status(int status, object body) => new(status, body);

    public Task ExecuteAsync(HttpContext context)
    {
        var response = context.Response;
        if (_etag is not null)
        {
            response.Headers.ETag = ETags.ToHeader(_etag);
        }

        if (_location is not null)
        {
            response.Headers.Location = _location;
        }

        if (_body is not null)
        {
            return Write(context, _status, "application/json; charset=utf-8", _body);
        }

        response.StatusCode = _status;
        return Task.CompletedTask;
    }

    internal static async Task Write(HttpContext context, int status, string contentType, object body)
    {
        var json = body as byte[] ?? JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), Json.Options);
        if (IdempotentRequest.Of(context) is { } idempotent)
        {
            var headers = context.Response.Headers;
            await idempotent.Keep(new(status, contentType, headers.ETag, headers.Location, json), context.RequestAborted);
        }

        await WriteBytes(context, status, contentType, json);
    }

    internal static async Task WriteBytes(HttpContext context, int status, string contentType, byte[] json)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = json.Length;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(json, context.RequestAborted);
        }
    }
}
