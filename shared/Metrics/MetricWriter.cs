using ClickDeploy.Storage;

namespace ClickDeploy.Metrics;

/// <summary>The newest blocks of one service. What a minute has is written once, when it is over.</summary>
internal sealed class MetricWriter(ITable table, string partition)
{
    private readonly SemaphoreSlim _one = new(1);
    private MetricBlock? _fine;
    private MetricBlock? _minutes;
    private MetricBlock? _quarters;

    /// <summary>The newest point; null: none since the start of this process.</summary>
    public MetricPoint? Newest { get; private set; }

    public async Task Add(MetricPoint point, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            var start = MetricStep.Fine.StartOf(point.Time);
            if (_fine is { } before && before.Start != start)
            {
                await Close(before, cancellation);
                _fine = null;
            }

            _fine ??= new(MetricStep.Fine, start);
            _fine.Set(MetricStep.Fine.SlotOf(point.Time), point);
            Newest = point;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>What is not written yet.</summary>
    public async Task<IReadOnlyList<MetricPoint>> Unwritten(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            return _fine is null ? [] : [.. _fine.Points()];
        }
        finally
        {
            _one.Release();
        }
    }

    // The rows hold all that came before in their time: a repeat writes the same.
    private async Task Close(MetricBlock fine, CancellationToken cancellation)
    {
        var minute = fine.Start;
        _minutes = await Block(MetricStep.Minute, _minutes, minute, cancellation);
        _quarters = await Block(MetricStep.Quarter, _quarters, minute, cancellation);
        _minutes.Set(MetricStep.Minute.SlotOf(minute), fine.Merge(0, MetricStep.Fine.Points));
        var quarter = MetricStep.Floor(minute, MetricStep.Quarter.Every);
        _quarters.Set(MetricStep.Quarter.SlotOf(quarter), _minutes.Merge(MetricStep.Minute.SlotOf(quarter), (int)(MetricStep.Quarter.Every / MetricStep.Minute.Every)));
        await table.Commit(partition, [fine.Change, _minutes.Change, _quarters.Change], cancellation);
    }

    private async Task<MetricBlock> Block(MetricStep step, MetricBlock? known, DateTimeOffset time, CancellationToken cancellation)
    {
        var start = step.StartOf(time);
        if (known?.Start == start)
        {
            return known;
        }

        return known is null && MetricBlock.Read(step, await table.Get(partition, step.RowOf(start), cancellation)) is { } stored && stored.Start == start ? stored : new(step, start);
    }
}
