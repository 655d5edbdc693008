using System.Globalization;
using System.Runtime.CompilerServices;
using Azure.Core;
using ClickDeploy.Storage.Rules;

namespace ClickDeploy.Storage.Azure;

internal sealed class AzureBlobs(AzureService service, string container) : IBlobs
{
    private const int DeletedAtOnce = 8;

    private readonly BlobContainer _container = new(service, container);
    private readonly AzureLeases _leases = new(service, container);

    public async Task Put(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation = default)
    {
        BlobRules.Put(name, content);
        var reply = await PutBlock(name, content, null, cancellation);
        if (reply.Status != 201)
            throw _container.Unexpected($"a write of blob '{name}'", reply);
    }

    public async Task<bool> Append(string name, long expectedOffset, ReadOnlyMemory<byte> content, CancellationToken cancellation = default)
    {
        BlobRules.Append(name, expectedOffset, content);
        if (expectedOffset == 0 && await Create(name, cancellation) is { Status: not (201 or 409 or 412) } refused)
            throw _container.Unexpected($"the creation of blob '{name}'", refused);

        var reply = await _container.Write(
            name,
            "?comp=appendblock",
            request =>
            {
                request.Headers.SetValue("x-ms-blob-condition-appendpos", expectedOffset.ToString(CultureInfo.InvariantCulture));
                request.Content = RequestContent.Create(content);
            },
            cancellation);
        return reply switch
        {
            { Status: 201 } => true,
            { Status: 404 or 412 } => false,
            { Status: 409, ErrorCode: "InvalidBlobType" } => await AppendToPut(name, expectedOffset, content, cancellation),
            _ => throw _container.Unexpected($"an append to blob '{name}'", reply),
        };
    }

    public async Task<byte[]?> Read(string name, long offset = 0, int count = int.MaxValue, CancellationToken cancellation = default)
    {
        BlobRules.Read(name, offset, count);
        if (count == 0)
            return await Length(name, cancellation) is null ? null : [];

        var reply = await _container.Read(
            RequestMethod.Get,
            name,
            request =>
            {
                if (offset > 0 || count < int.MaxValue)
                    request.Headers.SetValue("x-ms-range", string.Create(CultureInfo.InvariantCulture, $"bytes={offset}-{offset + count - 1}"));
            },
            cancellation);
        return reply.Status switch
        {
            200 or 206 => reply.Body.ToArray(),
            404 => null,
            416 => [], // at or past the end
            _ => throw _container.Unexpected($"a read of blob '{name}'", reply),
        };
    }

    public async Task<long?> Length(string name, CancellationToken cancellation = default)
    {
        BlobRules.Name(name);
        var reply = await _container.Read(RequestMethod.Head, name, null, cancellation);
        return reply.Status switch
        {
            200 => reply.Headers.ContentLengthLong,
            404 => null,
            _ => throw _container.Unexpected($"a look at blob '{name}'", reply),
        };
    }

    public IAsyncEnumerable<BlobEntry> List(string prefix, CancellationToken cancellation = default)
    {
        BlobRules.Prefix(prefix);
        return Pages(prefix, cancellation);
    }

    public async Task Delete(string name, CancellationToken cancellation = default)
    {
        BlobRules.Name(name);
        var reply = await _container.Read(RequestMethod.Delete, name, null, cancellation);
        if (reply.Status is not (202 or 404))
            throw _container.Unexpected($"the deletion of blob '{name}'", reply);
    }

    public async Task DeletePrefix(string prefix, CancellationToken cancellation = default)
    {
        BlobRules.DeletePrefix(prefix);
        await Parallel.ForEachAsync(
            Pages(prefix, cancellation),
            new ParallelOptions { MaxDegreeOfParallelism = DeletedAtOnce, CancellationToken = cancellation },
            async (blob, cancel) => await Delete(blob.Name, cancel));
    }

    public Task<string?> Lease(string name, TimeSpan duration, CancellationToken cancellation = default)
    {
        BlobRules.Lease(name, duration);
        return _leases.Take(name, duration, cancellation);
    }

    public Task<bool> Renew(string name, string leaseId, CancellationToken cancellation = default)
    {
        BlobRules.Name(name);
        return _leases.Renew(name, leaseId, cancellation);
    }

    public Task Release(string name, string leaseId, CancellationToken cancellation = default)
    {
        BlobRules.Name(name);
        return _leases.Release(name, leaseId, cancellation);
    }

    private Task<AzureReply> Create(string name, CancellationToken cancellation) => _container.Write(
        name,
        "",
        request =>
        {
            request.Headers.SetValue("x-ms-blob-type", "AppendBlob");
            request.Headers.SetValue("If-None-Match", "*");
            request.Content = RequestContent.Create(Array.Empty<byte>());
        },
        cancellation);

    private Task<AzureReply> PutBlock(string name, ReadOnlyMemory<byte> content, string? ifMatch, CancellationToken cancellation) => _container.Write(
        name,
        "",
        request =>
        {
            request.Headers.SetValue("x-ms-blob-type", "BlockBlob");
            if (ifMatch is not null)
                request.Headers.SetValue("If-Match", ifMatch);
            request.Content = RequestContent.Create(content);
        },
        cancellation);

    // Azure appends to append blobs only. What was put is written again as a whole, if nobody was faster.
    private async Task<bool> AppendToPut(string name, long expectedOffset, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var present = await _container.Read(RequestMethod.Get, name, null, cancellation);
        if (present.Status != 200 || present.Body.ToMemory().Length != expectedOffset || present.Headers.ETag is not { } etag)
            return false;

        byte[] whole = [.. present.Body.ToMemory().Span, .. content.Span];
        var reply = await PutBlock(name, whole, etag.ToString("H"), cancellation);
        return reply.Status switch
        {
            201 => true,
            404 or 412 => false,
            _ => throw _container.Unexpected($"an append to blob '{name}'", reply),
        };
    }

    private async IAsyncEnumerable<BlobEntry> Pages(string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? marker = null;
        do
        {
            var (page, next) = await _container.List(prefix, marker, cancellation);
            foreach (var blob in page)
                yield return blob;
            marker = next;
        }
        while (marker is not null);
    }
}
