using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using ClickDeploy.Core;
using ClickDeploy.Functions.Http;
using ClickDeploy.Idempotency;
using ClickDeploy.Storage;
using Microsoft.AspNetCore.Http;

namespace ClickDeploy.Functions.Idempotency;

/// <summary>A request in hand that carries an Idempotency-Key: where its answer is kept, and what its ids are made from.</summary>
internal sealed class IdempotentRequest(IdempotencyStore store, OrgId org, string key, KeptRequest kept, bool isRepeat)
{
    private KeptRequest _kept = kept;
    private int _ids;

    /// <summary>It was sent before, and got no answer that was kept.</summary>
    public bool IsRepeat => isRepeat;

    /// <summary>A decision was kept when it was sent before, or is now.</summary>
    public bool IsDecided => _kept.Decision is not null;

    public DateTimeOffset At => _kept.At;

    /// <summary>Keeps what was done; a refusal has done nothing and is decided anew.</summary>
    public async Task Keep(KeptAnswer answer, CancellationToken cancellation)
    {
        if (answer.Status is < 200 or >= 300)
        {
            return;
        }

        try
        {
            await store.Keep(org, key, _kept, answer, cancellation);
        }
        catch (StorageUnavailableException)
        {
            // It is done, and is told so. A repeat finds what was made, and makes the answer anew.
        }
    }

    /// <summary>The first, second… id of this request: the same whenever it goes on after a crash. Version 7, as other ids in the order of time.</summary>
    public Guid NextId()
    {
        Span<byte> input = stackalloc byte[20];
        _kept.Seed.TryWriteBytes(input);
        BinaryPrimitives.WriteInt32BigEndian(input[16..], _ids++);
        var id = SHA256.HashData(input).AsSpan(0, 16);
        Guid.CreateVersion7(_kept.At).ToByteArray(bigEndian: true).AsSpan(0, 6).CopyTo(id);
        id[6] = (byte)(0x70 | (id[6] & 0x0F));
        id[8] = (byte)(0x80 | (id[8] & 0x3F));
        return new Guid(id, bigEndian: true);
    }

    /// <summary>What was decided when it was sent first; else what is decided now, kept before it is done. A refusal is decided anew.</summary>
    public async Task<Read<T>> Decide<T>(Func<Task<Read<T>>> decide, CancellationToken cancellation)
        where T : notnull
    {
        if (_kept.Decision is { } decided)
        {
            return JsonSerializer.Deserialize<T>(decided, Json.Options)!;
        }

        var decision = await decide();
        if (decision.Succeeded(out var value, out _))
        {
            _kept = _kept with { Decision = JsonSerializer.Serialize(value, Json.Options) };
            await store.Decide(org, key, _kept, cancellation);
        }

        return decision;
    }

    public static IdempotentRequest? Of(HttpContext context) => context.Features.Get<IdempotentRequest>();
}

/// <summary>The ids and the time of what a request makes: a repeat under the same Idempotency-Key makes the same.</summary>
internal static class RequestIds
{
    public static Guid NextId(this HttpRequest request) => IdempotentRequest.Of(request.HttpContext)?.NextId() ?? Guid.CreateVersion7();

    /// <summary>Names the request where it may be repeated.</summary>
    public static Guid? RepeatableId(this HttpRequest request) => IdempotentRequest.Of(request.HttpContext)?.NextId();

    public static bool IsRepeat(this HttpRequest request) => IdempotentRequest.Of(request.HttpContext) is { IsRepeat: true };

    /// <summary>What the request is to do, where the state of things decides that: a repeat under the same Idempotency-Key finds the state changed by itself, and goes on with what was decided.</summary>
    public static Task<Read<T>> Decide<T>(this HttpRequest request, Func<Task<Read<T>>> decide, CancellationToken cancellation)
        where T : notnull => IdempotentRequest.Of(request.HttpContext) is { } keyed ? keyed.Decide(decide, cancellation) : decide();

    /// <summary>
    /// Whether <c>If-Match</c> holds; also where it held when the request was sent first, and <paramref name="isDone"/>: the version is another because of the request itself.
    /// </summary>
    public static async Task<bool> IfMatchHolds(this HttpRequest request, string etag, bool isDone, CancellationToken cancellation)
    {
        if (ETags.IfMatchFails(request, etag))
        {
            return isDone && IdempotentRequest.Of(request.HttpContext) is { IsDecided: true };
        }

        if (request.Headers.IfMatch.Count > 0)
        {
            await request.Decide(() => Task.FromResult<Read<bool>>(true), cancellation);
        }

        return true;
    }

    public static DateTimeOffset AskedAt(this HttpRequest request, TimeProvider time) => IdempotentRequest.Of(request.HttpContext)?.At ?? time.GetUtcNow();
}
