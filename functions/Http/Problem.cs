using System.Text.Json.Serialization;
using ClickDeploy.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace ClickDeploy.Functions.Http;

/// <summary>A refusal as RFC 9457 says it. This file is the one place that says which failure has which status.</summary>
public sealed record Problem : IResult
{
    // What is said of one body ends somewhere, however long the body is.
    private const int MostFaults = 100;
    private static readonly TimeSpan SoonAgain = TimeSpan.FromSeconds(5);

    private Problem(int status, string code, string detail)
    {
        (Status, Code, Detail) = (status, code, detail);
    }

    public int Status { get; }

    public string Code { get; }

    public string Detail { get; }

    public IReadOnlyList<FieldFault> Errors { get; private init; } = [];

    public TimeSpan? RetryAfter { get; private init; }

    public static Problem Invalid(IReadOnlyList<FieldFault> faults) =>
        new(400, "invalid_request", faults.Count == 1 ? faults[0].Message : $"{faults.Count} fields cannot be accepted; each is named in errors.") { Errors = [.. faults.Take(MostFaults)] };

    public static Problem Invalid(string field, string code, string message) => Invalid([new(field, code, message)]);

    public static Problem Unauthenticated(string detail) => new(401, "unauthenticated", detail);

    public static Problem Forbidden(string code, string detail) => new(403, code, detail);

    /// <summary>There is no such thing, or it is somebody else's: both look the same.</summary>
    public static Problem NotFound(string kind) => new(404, "not_found", $"There is no such {kind}. It may have been deleted; look for it in the list.");

    public static Problem NoRoute(string path) => new(404, "no_such_route", $"Nothing answers at '{Shown.Of(path)}'. Check the address and the method.");

    public static Problem WrongMethod(IReadOnlyList<string> methods) => new(405, "method_not_allowed", $"This address answers {string.Join(", ", methods)}. Check the address and the method.");

    public static Problem NoPage() => new(404, "page_not_built", "The page was not built. Run ./up, or 'npm ci && npm run build' in web, or set WEB_ROOT to where it is.");

    /// <summary>The request is right, but the state of things does not allow it now.</summary>
    public static Problem Conflict(string code, string detail) => new(409, code, detail);

    public static Problem Conflict(Failure failure) => Conflict(failure.Code, $"{failure.Message} {failure.Fix}");

    public static Problem LimitReached(string what, int limit) => Conflict("limit_reached", $"There are {limit} {what} already, which is the limit. Delete one that is not needed.");

    public static Problem Stale(string kind) => new(412, "stale", $"The {kind} was changed since you read it. Read it again and repeat the change with the new ETag.");

    public static Problem TooLarge(int limit) =>
        new(413, "too_large", $"The body is larger than {limit} bytes. Send a smaller one.") { Errors = [new("body", "too_large", $"Send at most {limit} bytes.")] };

    public static Problem WrongType(string detail) => new(415, "wrong_type", detail) { Errors = [new("body", "wrong_type", detail)] };

    /// <summary>Later it would be taken.</summary>
    public static Problem TooMany(string code, string detail, TimeSpan wait) => new(429, code, detail) { RetryAfter = wait };

    public static Problem Unavailable(string detail) => new(503, "unavailable", detail) { RetryAfter = SoonAgain };

    public static Problem DiskFull() =>
        new(503, "disk_full", "The disk of the platform is full, so nothing can be written; what runs goes on. Free some space on it, then try again: no restart is needed.") { RetryAfter = SoonAgain };

    public static Problem Internal() => new(500, "internal", "The platform failed to answer; its log has the reason under this request_id. Try again, and report it if it stays.");

    /// <summary>What the server itself found wrong with the request before anybody read it.</summary>
    public static Problem BadRequest(int status) => new(status, "bad_request", "The request could not be read: it is broken or came too slowly. Send it again.");

    public Task ExecuteAsync(HttpContext context)
    {
        var response = context.Response;
        if (RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = ((int)wait.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (Status == 401)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        var body = new ProblemBody(
            $"urn:click-deploy:problem:{Code}",
            ReasonPhrases.GetReasonPhrase(Status),
            Status,
            Detail,
            context.Request.Path.Value,
            Code,
            RequestId.Of(context),
            Errors.Count == 0 ? null : Errors);
        return Reply.Write(context, Status, "application/problem+json", body);
    }
}

/// <summary>A refusal on the wire.</summary>
public sealed record ProblemBody(
    string Type,
    string Title,
    int Status,
    string Detail,
    string? Instance,
    string Code,
    string RequestId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FieldFault>? Errors);
