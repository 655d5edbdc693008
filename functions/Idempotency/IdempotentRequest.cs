using System.Buffers.Binary;
using System.Security.Cryptography;
using ClickDeploy.Core;
using ClickDeploy.Idempotency;
using Microsoft.AspNetCore.Http;

namespace ClickDeploy.Functions.Idempotency;

/// <summary>A request in hand that carries an Idempotency-Key: where its answer is kept, and what its ids are made from.</summary>
internal sealed class IdempotentRequest(IdempotencyStore store, OrgId org, string key, KeptRequest request)
{
    private int _ids;

    public DateTimeOffset At => request.At;

    /// <summary>Keeps what was done; a refusal has done nothing and is decided anew.</summary>
    public Task Keep(KeptAnswer answer, CancellationToken cancellation) => answer.Status is >= 200 and < 300 ? store.Keep(org, key, request, answer, cancellation) : Task.CompletedTask;

    /// <summary>The first, second… id of this request: the same whenever it goes on after a crash. Version 7, as other ids in the order of time.</summary>
    public Guid NextId()
    {
        Span<byte> input = stackalloc byte[20];
        request.Seed.TryWriteBytes(input);
        BinaryPrimitives.WriteInt32BigEndian(input[16..], _ids++);
        var id = SHA256.HashData(input).AsSpan(0, 16);
        Guid.CreateVersion7(request.At).ToByteArray(bigEndian: true).AsSpan(0, 6).CopyTo(id);
        id[6] = (byte)(0x70 | (id[6] & 0x0F));
        id[8] = (byte)(0x80 | (id[8] & 0x3F));
        return new Guid(id, bigEndian: true);
    }

    public static IdempotentRequest? Of(HttpContext context) => context.Features.Get<IdempotentRequest>();
}

/// <summary>The ids and the time of what a request makes: a repeat under the same Idempotency-Key makes the same.</summary>
internal static class RequestIds
{
    public static Guid NextId(this HttpRequest request) => IdempotentRequest.Of(request.HttpContext)?.NextId() ?? Guid.CreateVersion7();

    public static DateTimeOffset AskedAt(this HttpRequest request, TimeProvider time) => IdempotentRequest.Of(request.HttpContext)?.At ?? time.GetUtcNow();
}
