using ClickDeploy.Storage;

namespace ClickDeploy.SelfHost.Durable.Hub;

/// <summary>The rows of the processes that wait for the hub, so that the one that gives it back can tell them. Whom that does not reach sees it when it looks next.</summary>
internal sealed class Standbys(IStorage storage, DurableOptions options, INudges nudges)
{
    private const string Partition = "lease";
    private const string Prefix = "standby|";

    private readonly ITable _table = storage.Table(options.HubName + "index");
    private volatile bool _isListed;

    public bool IsListed => _isListed;

    /// <summary>Lists this process while it waits, once it can be reached.</summary>
    public async Task Enter(string me, CancellationToken cancellation)
    {
        if (!_isListed && nudges.Address is { } address)
        {
            await _table.Commit(Partition, [new RowChange.Upsert(Prefix + me, new RowData { ["address"] = address })], cancellation);
            _isListed = true;
        }
    }

    public async Task Leave(string me)
    {
        if (_isListed)
        {
            _isListed = false;
            await _table.Commit(Partition, [new RowChange.Delete(Prefix + me)]);
        }
    }

    /// <summary>It was told, and so taken off the list.</summary>
    public void Told() => _isListed = false;

    /// <summary>Tells all that wait, and takes them off the list: who is alive and does not get the hub enters it again.</summary>
    public async Task Tell()
    {
        var rows = new List<Row>();
        await foreach (var row in _table.Query(Partition, KeyRange.Prefix(Prefix)))
        {
            rows.Add(row);
        }

        await Task.WhenAll(rows.Select(async row =>
        {
            await _table.Commit(Partition, [new RowChange.Delete(row.Key, row.ETag)]);
            await nudges.Send(row.Data.Text("address")!, row.Key[Prefix.Length..]);
        }));
    }
}
