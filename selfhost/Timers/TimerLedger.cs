using ClickDeploy.Storage;

namespace ClickDeploy.SelfHost.Timers;

/// <summary>The stored status of one timer as this process knows it. Who writes it has claimed the firing.</summary>
internal sealed class TimerLedger(ITable table, string timer)
{
    public const string TableName = "timers";

    private const string Key = "status";

    private string? _etag;

    /// <summary>What was read or written last; null when there is no row.</summary>
    public TimerStatus? Status { get; private set; }

    public async Task<TimerStatus?> Read(CancellationToken cancellation)
    {
        var row = await table.Get(timer, Key, cancellation);
        _etag = row?.ETag;
        return Status = row is null ? null : TimerStatus.Of(row.Data);
    }

    /// <summary>Writes over what this process knows. False: somebody else has written meanwhile, and <see cref="Status"/> is theirs.</summary>
    public async Task<bool> Write(TimerStatus status, CancellationToken cancellation)
    {
        RowChange change = _etag is null ? new RowChange.Insert(Key, status.ToData()) : new RowChange.Replace(Key, status.ToData(), _etag);
        if (await table.Commit(timer, [change], cancellation) is CommitResult.Committed committed)
        {
            Status = status;
            _etag = committed.ETags[0];
            return true;
        }

        // It may be this very write, whose answer was lost.
        return await Read(cancellation) == status;
    }
}
