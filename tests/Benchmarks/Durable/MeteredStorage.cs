using System.Collections.Concurrent;
using ClickDeploy.Storage;

namespace ClickDeploy.Benchmarks.Durable;

/// <summary>A batch as it was committed.</summary>
internal sealed record Batch(string Table, string Partition, IReadOnlyList<RowChange> Changes);

/// <summary>A storage that counts and remembers what is asked of it, but for the lease, which is the hub's and no instance's.</summary>
internal sealed class MeteredStorage(IStorage storage) : IStorage
{
    private readonly ConcurrentDictionary<string, ITable> _tables = new(StringComparer.Ordinal);
    private ConcurrentQueue<Batch>? _recorded;
    private int _commits;
    private int _reads;

    public int Commits => Volatile.Read(ref _commits);

    public int Reads => Volatile.Read(ref _reads);

    public void Record() => _recorded = new();

    public IReadOnlyList<Batch> Recorded()
    {
        var recorded = _recorded!.ToArray();
        _recorded = null;
        return recorded;
    }

    public ITable Table(string name) => _tables.GetOrAdd(name, static (name, self) => new MeteredTable(self, name, self.Inner.Table(name)), this);

    public IBlobs Blobs(string container) => storage.Blobs(container);

    public IQueue Queue(string name) => storage.Queue(name);

    public Task Probe(CancellationToken cancellation = default) => storage.Probe(cancellation);

    public ValueTask DisposeAsync() => storage.DisposeAsync();

    private IStorage Inner => storage;

    private sealed class MeteredTable(MeteredStorage meter, string name, ITable table) : ITable
    {
        public Task<Row?> Get(string partition, string key, CancellationToken cancellation = default)
        {
            Interlocked.Increment(ref meter._reads);
            return table.Get(partition, key, cancellation);
        }

        public IAsyncEnumerable<Row> Query(string partition, KeyRange range, CancellationToken cancellation = default)
        {
            Interlocked.Increment(ref meter._reads);
            return table.Query(partition, range, cancellation);
        }

        public Task<CommitResult> Commit(string partition, IReadOnlyList<RowChange> changes, CancellationToken cancellation = default)
        {
            if (partition != "lease")
            {
                Interlocked.Increment(ref meter._commits);
                meter._recorded?.Enqueue(new(name, partition, changes));
            }

            return table.Commit(partition, changes, cancellation);
        }
    }
}
