using ClickDeploy.Storage;

namespace ClickDeploy.Tests.Shared.Logs;

/// <summary>A store in which every append comes after somebody else's.</summary>
internal sealed class LosingBlobs(IBlobs blobs) : IBlobs
{
    public Task<bool> Append(string name, long expectedOffset, ReadOnlyMemory<byte> content, CancellationToken cancellation = default) => Task.FromResult(false);

    public Task Put(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation = default) => blobs.Put(name, content, cancellation);

    public Task<byte[]?> Read(string name, long offset = 0, int count = int.MaxValue, CancellationToken cancellation = default) => blobs.Read(name, offset, count, cancellation);

    public Task<long?> Length(string name, CancellationToken cancellation = default) => blobs.Length(name, cancellation);

    public IAsyncEnumerable<BlobEntry> List(string prefix, CancellationToken cancellation = default) => blobs.List(prefix, cancellation);

    public Task Delete(string name, CancellationToken cancellation = default) => blobs.Delete(name, cancellation);

    public Task DeletePrefix(string prefix, CancellationToken cancellation = default) => blobs.DeletePrefix(prefix, cancellation);

    public Task<string?> Lease(string name, TimeSpan duration, CancellationToken cancellation = default) => blobs.Lease(name, duration, cancellation);

    public Task<bool> Renew(string name, string leaseId, CancellationToken cancellation = default) => blobs.Renew(name, leaseId, cancellation);

    public Task Release(string name, string leaseId, CancellationToken cancellation = default) => blobs.Release(name, leaseId, cancellation);
}
