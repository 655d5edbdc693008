using System.Runtime.CompilerServices;
using ClickDeploy.Storage;

namespace ClickDeploy.Tests.Simulation.World;

/// <summary>The store as one simulated process sees it: slow, silent or forgetful at times, and out of reach once the process is dead.</summary>
/// <param name="committed">Told of each batch that was applied, at once.</param>
public sealed class SimStorage(IStorage inner, TimeProvider clock, SimFaults faults, SimContext process, Action kill, Action<string, string, IReadOnlyList<RowChange>>? committed = null) : IStorage
{
    public int Calls { get; private set; }

    /// <summary>Calls that a store of the real world has not answered yet.</summary>
    public int UnderWay { get; private set; }

    public ITable Table(string name) => new SimTable(this, inner.Table(name), name);

    public IBlobs Blobs(string container) => new SimBlobs(this, inner.Blobs(container), container);

    public IQueue Queue(string name) => new SimQueue(this, inner.Queue(name), name);

    public Task Probe(CancellationToken cancellation = default) => Effect("Probe", async () =>
    {
        await inner.Probe(cancellation);
        return true;
    });

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<T> Effect<T>(string call, Func<Task<T>> effect)
    {
        Calls++;
        await Alive();
        if (faults.Delay() is { } delay)
        {
            await Task.Delay(delay, clock);
        }
        else
        {
            await Task.Yield();
        }

        await Border("before " + call);
        if (faults.FailsBefore(call))
        {
            throw new StorageUnavailableException($"Simulated: {call} was not answered.");
        }

        var result = await Answered(effect);
        await Border("after " + call);
        if (faults.LosesAnswer(call))
        {
            throw new StorageUnavailableException($"Simulated: the answer to {call} was lost.");
        }

        await Task.Yield();
        await Alive();
        return result;
    }

    private async Task<T> Answered<T>(Func<Task<T>> effect)
    {
        UnderWay++;
        try
        {
            return await effect();
        }
        finally
        {
            UnderWay--;
        }
    }

    private async Task Border(string border)
    {
        await Alive();
        if (faults.Kills(border))
        {
            kill();
        }

        await Alive();
    }

    // What a dead process has called never returns.
    private Task Alive() => process.IsDead ? new TaskCompletionSource().Task : Task.CompletedTask;

    private sealed class SimTable(SimStorage storage, ITable inner, string name) : ITable
    {
        public Task<Row?> Get(string partition, string key, CancellationToken cancellation = default)
            => storage.Effect($"Get {name}/{partition}/{key}", () => inner.Get(partition, key, cancellation));

        public async IAsyncEnumerable<Row> Query(string partition, KeyRange range, [EnumeratorCancellation] CancellationToken cancellation = default)
        {
            var rows = await storage.Effect($"Query {name}/{partition}/{range.From}", async () =>
            {
                var all = new List<Row>();
                await foreach (var row in inner.Query(partition, range, cancellation))
                {
                    all.Add(row);
                }

                return all;
            });
            foreach (var row in rows)
            {
                yield return row;
            }
        }

        public Task<CommitResult> Commit(string partition, IReadOnlyList<RowChange> changes, CancellationToken cancellation = default)
            => storage.Effect($"Commit {name}/{partition}/{changes[0].Key}", async () =>
            {
                var result = await inner.Commit(partition, changes, cancellation);
                if (result is CommitResult.Committed)
                {
                    storage.Committed(name, partition, changes);
                }

                return result;
            });
    }

    private void Committed(string table, string partition, IReadOnlyList<RowChange> changes) => committed?.Invoke(table, partition, changes);

    private sealed class SimBlobs(SimStorage storage, IBlobs inner, string container) : IBlobs
    {
        public Task Put(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation = default) => Done($"Put {name}", () => inner.Put(name, content, cancellation));

        public Task<bool> Append(string name, long expectedOffset, ReadOnlyMemory<byte> content, CancellationToken cancellation = default)
            => storage.Effect($"Append {container}/{name}", () => inner.Append(name, expectedOffset, content, cancellation));

        public Task<byte[]?> Read(string name, long offset = 0, int count = int.MaxValue, CancellationToken cancellation = default)
            => storage.Effect($"Read {container}/{name}", () => inner.Read(name, offset, count, cancellation));

        public Task<long?> Length(string name, CancellationToken cancellation = default) => storage.Effect($"Length {container}/{name}", () => inner.Length(name, cancellation));

        public async IAsyncEnumerable<BlobEntry> List(string prefix, [EnumeratorCancellation] CancellationToken cancellation = default)
        {
            var entries = await storage.Effect($"List {container}/{prefix}", () => inner.List(prefix, cancellation).ToListAsync(cancellation).AsTask());
            foreach (var entry in entries)
            {
                yield return entry;
            }
        }

        public Task Delete(string name, CancellationToken cancellation = default) => Done($"Delete {name}", () => inner.Delete(name, cancellation));

        public Task DeletePrefix(string prefix, CancellationToken cancellation = default) => Done($"DeletePrefix {prefix}", () => inner.DeletePrefix(prefix, cancellation));

        public Task<string?> Lease(string name, TimeSpan duration, CancellationToken cancellation = default)
            => storage.Effect($"Lease {container}/{name}", () => inner.Lease(name, duration, cancellation));

        public Task<bool> Renew(string name, string leaseId, CancellationToken cancellation = default)
            => storage.Effect($"Renew {container}/{name}", () => inner.Renew(name, leaseId, cancellation));

        public Task Release(string name, string leaseId, CancellationToken cancellation = default) => Done($"Release {name}", () => inner.Release(name, leaseId, cancellation));

        private Task Done(string call, Func<Task> effect) => storage.Effect(call, async () =>
        {
            await effect();
            return true;
        });
    }

    private sealed class SimQueue(SimStorage storage, IQueue inner, string name) : IQueue
    {
        public Task Send(string body, TimeSpan delay = default, CancellationToken cancellation = default) => storage.Effect($"Send {name}", async () =>
        {
            await inner.Send(body, delay, cancellation);
            return true;
        });

        public Task<IReadOnlyList<QueueMessage>> Receive(int count, TimeSpan hidden, CancellationToken cancellation = default) => storage.Effect($"Receive {name}", () => inner.Receive(count, hidden, cancellation));

        public Task<QueueMessage?> Hide(QueueMessage message, TimeSpan hidden, CancellationToken cancellation = default) => storage.Effect($"Hide {name}", () => inner.Hide(message, hidden, cancellation));

        public Task<bool> Delete(QueueMessage message, CancellationToken cancellation = default) => storage.Effect($"Delete {name}", () => inner.Delete(message, cancellation));

        public Task<long> Count(CancellationToken cancellation = default) => storage.Effect($"Count {name}", () => inner.Count(cancellation));

        public Task Arrival(TimeSpan longest, CancellationToken cancellation = default) => inner.Arrival(longest, cancellation);
    }
}
