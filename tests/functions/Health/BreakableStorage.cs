using ClickDeploy.Storage;
using ClickDeploy.Storage.Sqlite;

namespace ClickDeploy.Tests.Functions.Health;

/// <summary>A store in memory that stops to answer the product's tables when it is told to; the engine's go on.</summary>
internal sealed class BreakableStorage(TimeProvider time) : IStorage
{
    private readonly SqliteStorage _storage = SqliteStorage.InMemory(time);

    public bool Down { get; set; }

    public ITable Table(string name) => name is "projects" or "services" ? new BreakableTable(_storage.Table(name), this) : _storage.Table(name);

    public IBlobs Blobs(string container) => _storage.Blobs(container);

    public IQueue Queue(string name) => _storage.Queue(name);

    public Task Probe(CancellationToken cancellation = default) => Answer(() => _storage.Probe(cancellation));

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    private T Answer<T>(Func<T> call) => Down ? throw new StorageUnavailableException("The test has switched the store off.") : call();

    private sealed class BreakableTable(ITable table, BreakableStorage owner) : ITable
    {
        public Task<Row?> Get(string partition, string key, CancellationToken cancellation = default) => owner.Answer(() => table.Get(partition, key, cancellation));

        public IAsyncEnumerable<Row> Query(string partition, KeyRange range, CancellationToken cancellation = default) => owner.Answer(() => table.Query(partition, range, cancellation));

        public Task<CommitResult> Commit(string partition, IReadOnlyList<RowChange> changes, CancellationToken cancellation = default) => owner.Answer(() => table.Commit(partition, changes, cancellation));
    }
}
