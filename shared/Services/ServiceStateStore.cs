using ClickDeploy.Core;
using ClickDeploy.Projects;
using ClickDeploy.Storage;

namespace ClickDeploy.Services;

/// <summary>The rows of what is seen of services, and the list of those that something is to run for. Written by orchestrations only.</summary>
public sealed class ServiceStateStore(IStorage storage, Signals signals)
{
    // One bucket: a timer that spans organisations reads it whole, and one machine runs hundreds of services, not millions.
    private const string DesiredPartition = "desired|0";
    private readonly ITable _states = storage.Table("servicestates");
    private readonly ITable _desired = storage.Table("desired");
    private readonly RowCache<ServiceState> _read = new();

    /// <summary>What is seen of the service; an empty state when nothing was seen yet.</summary>
    public async Task<ServiceState> Find(ServiceRef service, CancellationToken cancellation = default) =>
        await Row(service, cancellation) is { } row ? _read.Read(row) : new();

    /// <summary>What is seen of the project's services. One range; a service that is not in it may have an old row (<see cref="Find"/>).</summary>
    public async Task<IReadOnlyDictionary<ServiceId, ServiceState>> List(OrgId org, ProjectId project, CancellationToken cancellation = default)
    {
        var prefix = $"{project}|";
        var states = new Dictionary<ServiceId, ServiceState>();
        await foreach (var row in _states.Query(org.Key, KeyRange.Prefix(prefix), cancellation))
        {
            states.Add(new(Guid.Parse(row.Key.AsSpan(prefix.Length))), _read.Read(row));
        }

        return states;
    }

    /// <summary>Applies <paramref name="change"/> to the newest state, again if another write was faster. It returns null to leave the state as it is.</summary>
    /// <returns>The state as it is now.</returns>
    public async Task<ServiceState> Change(ServiceRef service, Func<ServiceState, ServiceState?> change, CancellationToken cancellation = default)
    {
        for (var tries = new Tries($"The state of service {service.ServiceId}"); ; tries.Again())
        {
            var read = await Row(service, cancellation);
            var before = read is null ? new() : JsonRow.Read<ServiceState>(read);
            if (change(before) is not { } after)
            {
                return before;
            }

            // Listed before it is desired, taken off the list after it is not: whoever reads the list misses none.
            if (after.Desired)
            {
                await _desired.Commit(DesiredPartition, [new RowChange.Upsert(Id(service), JsonRow.Of(service))], cancellation);
            }

            if (await _states.Commit(service.OrgId.Key, Write(service, read, JsonRow.Of(after)), cancellation) is CommitResult.Conflict)
            {
                continue;
            }

            if (before.Desired && !after.Desired)
            {
                await _desired.Commit(DesiredPartition, [new RowChange.Delete(Id(service))], cancellation);
            }

            signals.Raise(Subject(service.Service));
            signals.Raise(ProjectStore.Subject(service.ProjectId));
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

    /// <summary>The organisations that something is to run for.</summary>
    public async Task<IReadOnlyList<OrgId>> DesiredBy(CancellationToken cancellation = default) =>
        [.. (await Desired(cancellation).ToListAsync(cancellation)).Select(service => service.Value.OrgId).Distinct()];

    /// <summary>Takes the service off the list, unless it was put there again since <paramref name="listed"/> was read.</summary>
    public Task Undesire(Versioned<ServiceRef> listed, CancellationToken cancellation = default) =>
        _desired.Commit(DesiredPartition, [new RowChange.Delete(Id(listed.Value), listed.ETag)], cancellation);

    public async Task Remove(ServiceRef service, CancellationToken cancellation = default)
    {
        await _desired.Commit(DesiredPartition, [new RowChange.Delete(Id(service))], cancellation);
        await _states.Commit(service.OrgId.Key, [new RowChange.Delete(Key(service))], cancellation);
        await _states.Commit(service.OrgId.Key, [new RowChange.Delete(Id(service))], cancellation);
    }

    /// <summary>What a change of the service's state raises in <see cref="Signals"/>.</summary>
    public static string Subject(Guid service) => $"service|{service:D}";

    // The first release had the id alone as the key; such a row moves at its next change.
    private async Task<Row?> Row(ServiceRef service, CancellationToken cancellation) =>
        await _states.Get(service.OrgId.Key, Key(service), cancellation) ?? await _states.Get(service.OrgId.Key, Id(service), cancellation);

    private static RowChange[] Write(ServiceRef service, Row? read, RowData data) => read switch
    {
        null => [new RowChange.Insert(Key(service), data)],
        { Key: var key } when key == Key(service) => [new RowChange.Replace(key, data, read.ETag)],
        _ => [new RowChange.Insert(Key(service), data), new RowChange.Delete(read.Key, read.ETag)],
    };

    private static string Key(ServiceRef service) => $"{service.ProjectId}|{service.ServiceId}";

    private static string Id(ServiceRef service) => service.ServiceId.ToString();
}
