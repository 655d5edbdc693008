using System.Globalization;
using ClickDeploy.Core;
using ClickDeploy.Storage;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Targets.Local;

/// <summary>
/// Ports of this machine, claimed as two rows in one batch: <c>i|{instance}</c> says which port an instance has, <c>p|{port}</c> says that it is taken.
/// </summary>
internal sealed class LocalAddresses(IStorage storage, IOptions<LocalTargetOptions> options, TimeProvider time) : IDisposable
{
    private const string Partition = "local";
    private const string Instances = "i|";
    private const string Ports = "p|";
    private readonly ITable _table = storage.Table("addresses");
    private readonly LocalTargetOptions _options = options.Value;
    private readonly PortGuard _guard = new();

    public async Task<string?> Find(InstanceId id, CancellationToken cancellation) =>
        await _table.Get(Partition, Instances + id, cancellation) is { } row ? Address(row) : null;

    /// <exception cref="NoRoomException">Every port of the range is claimed, or used by another program.</exception>
    public async Task<string> Reserve(InstanceId id, ServiceId service, CancellationToken cancellation)
    {
        var taken = new HashSet<int>();
        await foreach (var row in _table.Query(Partition, KeyRange.Prefix(Ports), cancellation))
            taken.Add(int.Parse(row.Key.AsSpan(Ports.Length), NumberStyles.None, CultureInfo.InvariantCulture));

        foreach (var port in Candidates(id).Where(port => !taken.Contains(port)))
        {
            if (await Find(id, cancellation) is { } address)
                return address;
            if (_guard.TryHold(port) && await Claim(id, service, port, cancellation))
                return Address(port);
        }
        return await Find(id, cancellation)
            ?? throw new NoRoomException($"No port from {_options.FirstPort} to {_options.LastPort} is free. Stop a service, or widen LOCAL_FIRST_PORT and LOCAL_LAST_PORT.");
    }

    public async Task Release(InstanceId id, CancellationToken cancellation)
    {
        // Both rows come and go together: a conflict means that another call has released them.
        if (await _table.Get(Partition, Instances + id, cancellation) is not { } row)
            return;
        await _table.Commit(Partition, [new RowChange.Delete(row.Key), new RowChange.Delete(PortKey(Port(row)))], cancellation);
        _guard.Release(Port(row));
    }

    public void Dispose() => _guard.Dispose();

    /// <summary>All, or those of one service.</summary>
    public async Task<IReadOnlyList<InstanceId>> List(ServiceId? service, CancellationToken cancellation)
    {
        var ids = new List<InstanceId>();
        await foreach (var row in _table.Query(Partition, KeyRange.Prefix(Instances), cancellation).Where(row => service is null || row.Data.Guid("service") == service?.Value))
            ids.Add(new InstanceId(Guid.ParseExact(row.Key.AsSpan(Instances.Length), "D")));
        return ids;
    }

    private async Task<bool> Claim(InstanceId id, ServiceId service, int port, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var isOurs = false;
        try
        {
            var claim = await _table.Commit(
                Partition,
                [
                    new RowChange.Insert(Instances + id, new RowData { ["port"] = port, ["service"] = service.Value, ["claimed_at"] = now }),
                    new RowChange.Insert(PortKey(port), new RowData { ["instance"] = id.Value, ["claimed_at"] = now }),
                ],
                cancellation);
            return isOurs = claim is CommitResult.Committed;
        }
        finally
        {
            if (!isOurs)
                _guard.Release(port);
        }
    }

    // Spread by the instance: a port is not given to the next one at once, while clients of the last may still call it.
    private IEnumerable<int> Candidates(InstanceId id)
    {
        var count = _options.LastPort - _options.FirstPort + 1;
        var first = (int)(BitConverter.ToUInt32(id.Value.ToByteArray(), 10) % count);
        return Enumerable.Range(0, count).Select(step => _options.FirstPort + ((first + step) % count));
    }

    private static string Address(Row row) => Address(Port(row));

    private static string Address(int port) => $"127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}";

    private static int Port(Row row) => row.Data.Int32("port") ?? throw new InvalidOperationException($"The row {row.Key} of table addresses has no port.");

    private static string PortKey(int port) => Ports + port.ToString(CultureInfo.InvariantCulture);
}
