using System.Collections.Concurrent;
using ClickDeploy.Storage;

namespace ClickDeploy.Functions.Development;

internal sealed class BorderedStorage(IStorage inner, Borders borders) : IStorage
{
    private readonly ConcurrentDictionary<string, ITable> _tables = [];
    private readonly ConcurrentDictionary<string, IBlobs> _blobs = [];
    private readonly ConcurrentDictionary<string, IQueue> _queues = [];

    public ITable Table(string name) => _tables.GetOrAdd(name, _ => new BorderedTable(name, inner.Table(name), borders));

    public IBlobs Blobs(string container) => _blobs.GetOrAdd(container, _ => new BorderedBlobs(container, inner.Blobs(container), borders));

    public IQueue Queue(string name) => _queues.GetOrAdd(name, _ => new BorderedQueue(name, inner.Queue(name), borders));

    public Task Probe(CancellationToken cancellation) => inner.Probe(cancellation);

    // The container of services owns the inner one.
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

internal sealed class BorderedTable(string name, ITable inner, Borders borders) : ITable
{
    public Task<Row?> Get(string partition, string key, CancellationToken cancellation) => inner.Get(partition, key, cancellation);

    public IAsyncEnumerable<Row> Query(string partition, KeyRange range, CancellationToken cancellation) => inner.Query(partition, range, cancellation);

    public Task<CommitResult> Commit(string partition, IReadOnlyList<RowChange> changes, CancellationToken cancellation)
    {
        borders.SawPartition(partition);
        return borders.Around($"commit to {name} {partition} {string.Join(' ', changes.Select(change => change.Key))}", () => inner.Commit(partition, changes, cancellation));
    }
}

internal sealed class BorderedBlobs(string container, IBlobs inner, Borders borders) : IBlobs
{
    public Task Put(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        borders.Around($"put of {container} {name}", () => inner.Put(name, content, cancellation));

    // What services write comes when it comes: it is no step of an operation.
    public Task<bool> Append(string name, long expectedOffset, ReadOnlyMemory<byte> content, CancellationToken cancellation) => container == "logs" && name.Contains("/service-", StringComparison.Ordinal)
        ? inner.Append(name, expectedOffset, content, cancellation)
        : borders.Around($"append to {container} {name}", () => inner.Append(name, expectedOffset, content, cancellation));

    public Task<byte[]?> Read(string name, long offset, int count, CancellationToken cancellation) => inner.Read(name, offset, count, cancellation);

    public Task<long?> Length(string name, CancellationToken cancellation) => inner.Length(name, cancellation);

    public IAsyncEnumerable<BlobEntry> List(string prefix, CancellationToken cancellation) => inner.List(prefix, cancellation);

    public Task Delete(string name, CancellationToken cancellation) => borders.Around($"delete of {container} {name}", () => inner.Delete(name, cancellation));

    public Task DeletePrefix(string prefix, CancellationToken cancellation) =>
        borders.Around($"delete of {container} {prefix}…", () => inner.DeletePrefix(prefix, cancellation));

    public Task<string?> Lease(string name, TimeSpan duration, CancellationToken cancellation) =>
        borders.Around($"lease of {container} {name}", () => inner.Lease(name, duration, cancellation));

    public Task<bool> Renew(string name, string leaseId, CancellationToken cancellation) =>
        borders.Around($"renewal of {container} {name}", () => inner.Renew(name, leaseId, cancellation));

    public Task Release(string name, string leaseId, CancellationToken cancellation) =>
        borders.Around($"release of {container} {name}", () => inner.Release(name, leaseId, cancellation));
}

internal sealed class BorderedQueue(string name, IQueue inner, Borders borders) : IQueue
{
    public Task Send(string body, TimeSpan delay, CancellationToken cancellation) => borders.Around($"message to {name}", () => inner.Send(body, delay, cancellation));

    public Task<IReadOnlyList<QueueMessage>> Receive(int count, TimeSpan hidden, CancellationToken cancellation) => inner.Receive(count, hidden, cancellation);

    public Task<QueueMessage?> Hide(QueueMessage message, TimeSpan hidden, CancellationToken cancellation) => inner.Hide(message, hidden, cancellation);

    public Task<bool> Delete(QueueMessage message, CancellationToken cancellation) => borders.Around($"end of a message of {name}", () => inner.Delete(message, cancellation));

    public Task<long> Count(CancellationToken cancellation) => inner.Count(cancellation);

    public Task Arrival(TimeSpan longest, CancellationToken cancellation) => inner.Arrival(longest, cancellation);
}
