using System.Runtime.CompilerServices;
using ClickDeploy.Storage;

namespace ClickDeploy.Tests.Shared.Storage;

/// <summary>Counts the rows that are asked for: each that is got, and as many as a query may give, whether somebody looks at them or not.</summary>
public sealed class CountingStorage(IStorage inner) : IStorage
{
    // What a provider fetches at once where no limit is given.
    private const int Unlimited = 1_000;
    private int _rows;

    public int Rows => _rows;

    public void Reset() => _rows = 0;

    public ITable Table(string name) => new CountingTable(this, inner.Table(name));

    public IQueue Queue(string name) => inner.Queue(name);

    public IBlobs Blobs(string container) => inner.Blobs(container);

    public Task Probe(CancellationToken cancellation = default) => inner.Probe(cancellation);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private sealed class CountingTable(CountingStorage counting, ITable inner) : ITable
    {
        public Task<Row?> Get(string partition, string key, CancellationToken cancellation = default)
        {
            Interlocked.Increment(ref counting._rows);
            return inner.Get(partition, key, cancellation);
        }

        public async IAsyncEnumerable<Row> Query(string partition, KeyRange range, [EnumeratorCancellation] CancellationToken cancellation = default)
        {
            var n = 0;
            await foreach (var row in inner.Query(partition, range, cancellation))
            {
                if (n++ % (range.Limit ?? Unlimited) == 0)
                {
                    Interlocked.Add(ref counting._rows, await Available(partition, range, cancellation));
                }

                yield return row;
            }
        }

        public Task<CommitResult> Commit(string partition, IReadOnlyList<RowChange> changes, CancellationToken cancellation = default) => inner.Commit(partition, changes, cancellation);

        private async Task<int> Available(string partition, KeyRange range, CancellationToken cancellation) => await inner.Query(partition, range.Take(range.Limit ?? Unlimited), cancellation).CountAsync(cancellation);
    }
}
