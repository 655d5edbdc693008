using System.Security.Cryptography;
using System.Text;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Idempotency;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ClickDeploy.Functions.Idempotency;

/// <summary>
/// A POST, PATCH or PUT with an Idempotency-Key happens once: the same request again gets the same answer, another one under that key a 409. Those that come at once
/// follow each other; one that a crash cut short goes on with the same ids, so that what it had done is found and not done again.
/// </summary>
public sealed class IdempotencyMiddleware(IdempotencyStore store, KeyedTurns turns, SigningKeys keys) : IFunctionsWorkerMiddleware
{
    private const string Header = "Idempotency-Key";
    private const int Longest = 255;
    private readonly byte[] _key = keys.Derive("idempotency");

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http && IsKeyed(http.Request.Method) && http.Request.Headers[Header] is { Count: > 0 } sent && http.Features.Get<CurrentUser>() is { } user)
        {
            if (await Repeat(http, user, sent, context.CancellationToken) is { } answer)
            {
                await answer.ExecuteAsync(http);
                return;
            }
        }

        await next(context);
    }

    // A DELETE is the same however often it is sent.
    private static bool IsKeyed(string method) => HttpMethods.IsPost(method) || HttpMethods.IsPatch(method) || HttpMethods.IsPut(method);

    // Null: it is to happen now.
    private async Task<IResult?> Repeat(HttpContext http, CurrentUser user, Microsoft.Extensions.Primitives.StringValues sent, CancellationToken cancellation)
    {
        if (sent is not [{ Length: > 0 and <= Longest } text] || text.Any(character => character is < '!' or > '~'))
        {
            return Problem.Invalid(Header, "invalid_key", $"'{Header}' must be one key of 1 to {Longest} visible ASCII characters, such as a new UUID.");
        }

        if (await RequestBody.Buffer(http.Request, cancellation) is not { } body)
        {
            return Problem.TooLarge(RequestBody.Limit);
        }

        var key = Digest(user.Name, text);
        http.Response.RegisterForDispose(await turns.Take($"{user.Org.Key}|{key}", cancellation));
        var digest = Digest($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}", Convert.ToHexString(SHA256.HashData(body)));
        var (kept, isRepeat) = await store.Begin(user.Org, key, digest, cancellation);
        if (kept.Digest != digest)
        {
            return Problem.Conflict("idempotency_key_reused", $"Another request was sent under this {Header} within a day. Send a new key with a new request.");
        }

        if (kept.Answer is { } answer)
        {
            return new RepeatedAnswer(await store.Open(user.Org, key, answer, cancellation));
        }

        http.Features.Set(new IdempotentRequest(store, user.Org, key, kept, isRepeat));
        return null;
    }

    private string Digest(string first, string second) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{first}\n{second}")));

    private sealed class RepeatedAnswer(KeptAnswer answer) : IResult
    {
        public Task ExecuteAsync(HttpContext context)
        {
            var response = context.Response;
            response.Headers["Idempotency-Replayed"] = "true";
            response.Headers.ETag = answer.ETag;
            response.Headers.Location = answer.Location;
            return Reply.WriteBytes(context, answer.Status, answer.ContentType, answer.Body);
        }
    }
}
