using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ClickDeploy.Storage;

namespace ClickDeploy.Tests.Shared.Storage;

/// <summary>A store whose answers get lost: the call has its effect, and the caller sees <see cref="StorageUnavailableException"/>.</summary>
/// <param name="lost">Asked after each effect with the call's name and what it was for (<c>Commit</c>, <c>table/partition</c>). True loses the answer.</param>
public sealed class LostAnswers(IStorage inner, Func<string, string, bool> lost) : IStorage
{
    private readonly ConcurrentDictionary<string, ITable> _tables = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IBlobs> _blobs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IQueue> _queues = new(StringComparer.Ordinal);

    public ITable Table(string name) => _tables.GetOrAdd(name, _ => new LossyTable(inner.Table(name), name, lost));

    public IBlobs Blobs(string container) => _blobs.GetOrAdd(container, _ => new LossyBlobs(inner.Blobs(container), container, lost));

    public IQueue Queue(string name) => _queues.GetOrAdd(name, _ => new LossyQueue(inner.Queue(name), name, lost));

    public async Task Probe(CancellationToken cancellation = default)
    {
        await inner.Probe(cancellation);
        Lose(lost, nameof(Probe), "");
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private static void Lose(Func<string, string, bool> lost, string call, string subject)
    {
        if (lost(call, subject))
            throw new StorageUnavailableException($"The answer to {call} {subject} was lost.");
    }

    private sealed class LossyTable(ITable inner, string name, Func<string, string, bool> lost) : ITable
    {
        public Task<Row?> Get(string partition, string key, CancellationToken cancellation = default) =>
            Answer(inner.Get(partition, key, cancellation), nameof(Get), partition);

        public Task<CommitResult> Commit(string partition, IReadOnlyList<RowChange> changes, CancellationToken cancellation = default) =>
            Answer(inner.Commit(partition, changes, cancellation), nameof(Commit), partition);

        public async IAsyncEnumerable<Row> Query(string partition, KeyRange range, [EnumeratorCancellation] CancellationToken cancellation = default)
        {
            await foreach (var row in inner.Query(partition, range, cancellation))
                yield return row;
            Lose(lost, nameof(Query), $"{name}/{partition}");
        }

        private async Task<T> Answer<T>(Task<T> effect, string call, string partition)
        {
            var answer = await effect;
            Lose(lost, call, $"{name}/{partition}");
            return answer;
        }
    }

    private sealed class LossyBlobs(IBlobs inner, string container, Func<string, string, bool> lost) : IBlobs
    {
        public Task Put(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation = default) =>
            Done(inner.Put(name, content, cancellation), nameof(Put), name);

        public Task<bool> Append(string name, long expectedOffset, ReadOnlyMemory<byte> content, CancellationToken cancellation = default) =>
            Answer(inner.Append(name, expectedOffset, content, cancellation), nameof(Append), name);

        public Task<byte[]?> Read(string name, long offset = 0, int count = int.MaxValue, CancellationToken cancellation = default) =>
            Answer(inner.Read(name, offset, count, cancellation), nameof(Read), name);

        public Task<long?> Length(string name, CancellationToken cancellation = default) =>
            Answer(inner.Length(name, cancellation), nameof(Length), name);

        public async IAsyncEnumerable<BlobEntry> List(string prefix, [EnumeratorCancellation] CancellationToken cancellation = default)
        {
            await foreach (var entry in inner.List(prefix, cancellation))
                yield return entry;
            Lose(lost, nameof(List), $"{container}/{prefix}");
        }

        public Task Delete(string name, CancellationToken cancellation = default) =>
            Done(inner.Delete(name, cancellation), nameof(Delete), name);

        public Task DeletePrefix(string prefix, CancellationToken cancellation = default) =>
            Done(inner.DeletePrefix(prefix, cancellation), nameof(DeletePrefix), prefix);

        public Task<string?> Lease(string name, TimeSpan duration, CancellationToken cancellation = default) =>
            Answer(inner.Lease(name, duration, cancellation), nameof(Lease), name);

        public Task<bool> Renew(string name, string leaseId, CancellationToken cancellation = default) =>
            Answer(inner.Renew(name, leaseId, cancellation), nameof(Renew), name);

        public Task Release(string name, string leaseId, CancellationToken cancellation = default) =>
            Done(inner.Release(name, leaseId, cancellation), nameof(Release), name);

        private async Task Done(Task effect, string call, string name)
        {
            await effect;
            Lose(lost, call, $"{container}/{name}");
        }

        private async Task<T> Answer<T>(Task<T> effect, string call, string name)
        {
            var answer = await effect;
            Lose(lost, call, $"{container}/{name}");
            return answer;
        }
    }

    private sealed class LossyQueue(IQueue inner, string name, Func<string, string, bool> lost) : IQueue
    {
        public async Task Send(string body, TimeSpan delay = default, CancellationToken cancellation = default)
        {
            await inner.Send(body, delay, cancellation);
            Lose(lost, nameof(Send), name);
        }

        public Task<IReadOnlyList<QueueMessage>> Receive(int count, TimeSpan hidden, CancellationToken cancellation = default) => Answer(inner.Receive(count, hidden, cancellation), nameof(Receive));

        public Task<QueueMessage?> Hide(QueueMessage message, TimeSpan hidden, CancellationToken cancellation = default) => Answer(inner.Hide(message, hidden, cancellation), nameof(Hide));

        public Task<bool> Delete(QueueMessage message, CancellationToken cancellation = default) => Answer(inner.Delete(message, cancellation), nameof(Delete));

        public Task<long> Count(CancellationToken cancellation = default) => Answer(inner.Count(cancellation), nameof(Count));

        public Task Arrival(TimeSpan longest, CancellationToken cancellation = default) => inner.Arrival(longest, cancellation);

        private async Task<T> Answer<T>(Task<T> effect, string call)
        {
            var answer = await effect;
            Lose(lost, call, name);
            return answer;
        }
    }
}
