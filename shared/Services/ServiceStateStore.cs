using ClickDeploy.Core;
using ClickDeploy.Storage;

namespace ClickDeploy.Services;

/// <summary>The rows of what is seen of services, and the list of those that something is to run for. Written by orchestrations only.</summary>
public sealed class ServiceStateStore(IStorage storage, Signals signals)
{
    // One bucket: a timer that spans organisations reads it whole, and one machine runs hundreds of services, not millions.
    private const string DesiredPartition = "desired|0";
    private readonly ITable _states = storage.Table("servicestates");
    private readonly ITable _desired = storage.Table("desired");

    /// <summary>What is seen of the service; an empty state when nothing was seen yet.</summary>
    public async Task<ServiceState> Find(ServiceRef service, CancellationToken cancellation = default) =>
        JsonRow.ReadVersioned<ServiceState>(await _states.Get(service.OrgId.Key, Key(service), cancellation))?.Value ?? new();

    /// <summary>Applies <paramref name="change"/> to the newest state, again if another write was faster. It returns null to leave the state as it is.</summary>
    /// <returns>The state as it is now.</returns>
    public async Task<ServiceState> Change(ServiceRef service, Func<ServiceState, ServiceState?> change, CancellationToken cancellation = default)
    {
        while (true)
        {
            var read = JsonRow.ReadVersioned<ServiceState>(await _states.Get(service.OrgId.Key, Key(service), cancellation));
            var before = read?.Value ?? new();
            if (change(before) is not { } after)
            {
                return before;
            }

            // Listed before it is desired, taken off the list after it is not: whoever reads the list misses none.
            if (after.Desired)
            {
                await _desired.Commit(DesiredPartition, [new RowChange.Upsert(Key(service), JsonRow.Of(service))], cancellation);
            }

            var data = JsonRow.Of(after);
            RowChange write = read is null ? new RowChange.Insert(Key(service), data) : new RowChange.Replace(Key(service), data, read.ETag);
            if (await _states.Commit(service.OrgId.Key, [write], cancellation) is CommitResult.Conflict)
            {
                continue;
            }

            if (before.Desired && !after.Desired)
            {
                await _desired.Commit(DesiredPartition, [new RowChange.Delete(Key(service))], cancellation);
            }

            signals.Raise(Subject(service.Service));
            return after;
        }
    }

    /// <summary>Every service that something is to run for. One whose state says otherwise is left over from a crash: <see cref="Undesire"/> it.</summary>
    public async IAsyncEnumerable<Versioned<ServiceRef>> Desired([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var row in _desired.Query(DesiredPartition, KeyRange.All, cancellation))
        {
            yield return new(JsonRow.Read<ServiceRef>(row), row.ETag);
        }
    }

    /// <summary>Takes the service off the list, unless it was put there again since <paramref name="listed"/> was read.</summary>
    public Task Undesire(Versioned<ServiceRef> listed, CancellationToken cancellation = default) =>
        _desired.Commit(DesiredPartition, [new RowChange.Delete(Key(listed.Value), listed.ETag)], cancellation);

    public async Task Remove(ServiceRef service, CancellationToken cancellation = default)
    {
        await _desired.Commit(DesiredPartition, [new RowChange.Delete(Key(service))], cancellation);
        await _states.Commit(service.OrgId.Key, [new RowChange.Delete(Key(service))], cancellation);
    }

    /// <summary>What a change of the service's state raises in <see cref="Signals"/>.</summary>
    public static string Subject(Guid service) => $"service|{service:D}";

    private static string Key(ServiceRef service) => service.ServiceId.ToString();
}
