using System.Runtime.CompilerServices;
using ClickDeploy.Storage;

namespace ClickDeploy.Tests.Shared.Storage;

/// <summary>Lets something happen just before a read: <paramref name="before"/> has the partition, and the key or where the range begins.</summary>
public sealed class InterruptedStorage(IStorage inner, Func<string, string?, Task> before) : IStorage
{
    public ITable Table(string name) => new InterruptedTable(inner.Table(name), before);

    public IQueue Queue(string name) => inner.Queue(name);

    public IBlobs Blobs(string container) => inner.Blobs(container);

    public Task Probe(CancellationToken cancellation = default) => inner.Probe(cancellation);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private sealed class InterruptedTable(ITable inner, Func<string, string?, Task> before) : ITable
    {
        public async Task<Row?> Get(string partition, string key, CancellationToken cancellation = default)
        {
            await before(partition, key);
            return await inner.Get(partition, key, cancellation);
        }

        public async IAsyncEnumerable<Row> Query(string partition, KeyRange range, [EnumeratorCancellation] CancellationToken cancellation = default)
        {
            await before(partition, range.From);
            await foreach (var row in inner.Query(partition, range, cancellation))
            {
                yield return row;
            }
        }

        public Task<CommitResult> Commit(string partition, IReadOnlyList<RowChange> changes, CancellationToken cancellation = default) => inner.Commit(partition, changes, cancellation);
    }
}
