using ClickDeploy.Core;
using ClickDeploy.Services;
using ClickDeploy.Storage;

namespace ClickDeploy.Hosts;

/// <summary>Who has which public name: one row for each, inserted if absent, so that two services never share one.</summary>
public sealed class HostClaims(IStorage storage)
{
    private const string Partition = "host";
    private readonly ITable _table = storage.Table("claims");

    /// <summary>Gives the service the first name that is free or its own.</summary>
    public async Task<string> Claim(ServiceRef service, IEnumerable<string> candidates, CancellationToken cancellation = default)
    {
        foreach (var host in candidates)
        {
            var claim = new RowChange.Insert(host, JsonRow.Of(service));
            if (await _table.Commit(Partition, [claim], cancellation) is CommitResult.Committed
                || (await _table.Get(Partition, host, cancellation) is { } row && JsonRow.Read<ServiceRef>(row) == service))
            {
                return host;
            }
        }

        throw new InvalidOperationException("Every name of this service's form is taken.");
    }

    /// <summary>Frees the name if the service has it.</summary>
    public async Task Release(ServiceRef service, string host, CancellationToken cancellation = default)
    {
        if (await _table.Get(Partition, host, cancellation) is { } row && JsonRow.Read<ServiceRef>(row) == service)
        {
            await _table.Commit(Partition, [new RowChange.Delete(host, row.ETag)], cancellation);
        }
    }
}
