using ClickDeploy.Storage;

namespace ClickDeploy.SelfHost.Durable.Hub;

/// <summary>The row that says which process holds the hub. All times are measured by the monotonic clock; clocks of other machines do not matter.</summary>
internal sealed class HubLease(IStorage storage, DurableOptions options, TimeProvider clock, IHolders holders, INudges nudges)
{
    private const string Partition = "lease";
    private const string Key = "hub";

    private readonly ITable _table = storage.Table(options.HubName + "index");
    private readonly Lock _gate = new();
    private string? _etag;
    private long _heldFrom;
    private bool _isHeld;
    private string? _watched;
    private long _watchedFrom;

    /// <summary>The id of this process.</summary>
    public string Me { get; } = Guid.NewGuid().ToString("N");

    /// <summary>
    /// True while commits are allowed: for less than the lease lasts, so that a commit that is under way when this ends has landed before anybody else reads.
    /// </summary>
    public bool IsHeld
    {
        get
        {
            lock (_gate)
            {
                return _isHeld && clock.GetElapsedTime(_heldFrom) < options.LeaseDuration - options.LeaseRenewal;
            }
        }
    }

    /// <summary>Since it was taken or renewed; zero while it is not held.</summary>
    public TimeSpan Age
    {
        get
        {
            lock (_gate)
            {
                return _isHeld ? clock.GetElapsedTime(_heldFrom) : TimeSpan.Zero;
            }
        }
    }

    /// <summary>When the holder before was last heard of, by its own clock; null when it gave the lease back, or there was none.</summary>
    public DateTimeOffset? LastSign { get; private set; }

    /// <summary>Takes the lease if it is free, released, expired, this one's own, or its holder is gone.</summary>
    public async Task<bool> TryTake(CancellationToken cancellation)
    {
        var row = await _table.Get(Partition, Key, cancellation);
        if (row is not null && !MayTake(row))
        {
            return false;
        }

        if (!await Write(row is null ? new RowChange.Insert(Key, Data()) : new RowChange.Replace(Key, Data(), row.ETag), cancellation))
        {
            return false;
        }

        LastSign = row?.Data.Text("holder") is { } before && before != Me ? row.Data.Time("written_at") : null;
        return true;
    }

    /// <returns>False when another process has the lease now.</returns>
    public async Task<bool> Renew(CancellationToken cancellation)
    {
        if (await Write(new RowChange.Replace(Key, Data(), _etag!), cancellation))
        {
            return true;
        }

        // Perhaps an earlier renewal of ours, whose answer was lost.
        var row = await _table.Get(Partition, Key, cancellation);
        return row?.Data.Text("holder") == Me && await Write(new RowChange.Replace(Key, Data(), row.ETag), cancellation);
    }

    /// <summary>True of the id under which this process holds the lease now.</summary>
    public bool IsHeldAs(string holder) => holder == Me && IsHeld;

    /// <summary>Tells the process that has the lease, if another one has it, to look for rows written for it. What was written is found without it too.</summary>
    public async Task Nudge()
    {
        try
        {
            var row = nudges.Address is null ? null : await _table.Get(Partition, Key);
            if (row?.Data.Text("address") is { } address && row.Data.Text("holder") is { } holder && holder != Me)
            {
                _ = nudges.Send(address, holder);
            }
        }
        catch (StorageUnavailableException)
        {
            // Its next round does it.
        }
    }

    public void Drop()
    {
        lock (_gate)
        {
            _isHeld = false;
        }
    }

    /// <summary>Gives the lease back, so that the next process need not wait.</summary>
    public async Task Release(CancellationToken cancellation)
    {
        Drop();
        if (_etag is { } etag)
        {
            await _table.Commit(Partition, [new RowChange.Replace(Key, new RowData { ["released"] = true }, etag)], cancellation);
        }
    }

    private async Task<bool> Write(RowChange change, CancellationToken cancellation)
    {
        var from = clock.GetTimestamp();
        if (await _table.Commit(Partition, [change], cancellation) is not CommitResult.Committed committed)
        {
            return false;
        }

        lock (_gate)
        {
            _etag = committed.ETags[0];
            _heldFrom = from;
            _isHeld = true;
        }

        return true;
    }

    private bool MayTake(Row row)
    {
        if (row.Data.Boolean("released") == true || row.Data.Text("holder") == Me)
        {
            return true;
        }

        if (holders.IsGone(new Holder(row.Data.Text("host")!, row.Data.Text("boot")!, row.Data.Int32("pid")!.Value, row.Data.Int64("started")!.Value)))
        {
            return true;
        }

        if (_watched != row.ETag)
        {
            _watched = row.ETag;
            _watchedFrom = clock.GetTimestamp();
        }

        return clock.GetElapsedTime(_watchedFrom) >= options.LeaseDuration;
    }

    private RowData Data()
    {
        var data = new RowData
        {
            ["holder"] = Me,
            ["host"] = holders.Self.Host,
            ["boot"] = holders.Self.Boot,
            ["pid"] = holders.Self.Pid,
            ["started"] = holders.Self.Started,
            ["written_at"] = clock.GetUtcNow(),
        };
        if (nudges.Address is { } address)
        {
            data["address"] = address;
        }

        return data;
    }
}
