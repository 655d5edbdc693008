using System.Collections.Concurrent;
using ClickDeploy.Services;
using ClickDeploy.Storage;

namespace ClickDeploy.Metrics;

/// <summary>What services used: an hour at 10 s, a day by the minute, 30 days by the quarter of an hour. One writer: the process that samples.</summary>
public sealed class MetricStore(IStorage storage, TimeProvider time)
{
    private readonly ITable _table = storage.Table("metrics");
    private readonly ConcurrentDictionary<ServiceRef, MetricWriter> _writers = new();

    public Task Add(ServiceRef service, MetricPoint point, CancellationToken cancellation = default) => Writer(service).Add(point, cancellation);

    /// <summary>The newest point that was added in this process; null: none.</summary>
    public MetricPoint? Newest(ServiceRef service) => _writers.GetValueOrDefault(service)?.Newest;

    /// <summary>Every point of the range up to now, oldest first; what was not measured is a point of NaN.</summary>
    public async Task<IReadOnlyList<MetricPoint>> Read(ServiceRef service, MetricRange range, CancellationToken cancellation = default)
    {
        var step = range.Step;
        var end = MetricStep.Floor(time.GetUtcNow(), step.Every);
        var first = end - range.Length + step.Every;
        var known = new Dictionary<DateTimeOffset, MetricPoint>();
        await foreach (var row in _table.Query(Partition(service), KeyRange.Prefix($"{step.Key}|"), cancellation))
        {
            foreach (var point in MetricBlock.Read(step, row)?.Points() ?? [])
            {
                known[point.Time] = point;
            }
        }

        if (step == MetricStep.Fine && _writers.TryGetValue(service, out var writer))
        {
            foreach (var point in await writer.Unwritten(cancellation))
            {
                known[point.Time] = point;
            }
        }

        var none = Enum.GetValues<MetricName>().Select(_ => float.NaN).ToArray();
        return [.. Enumerable.Range(0, (int)(range.Length / step.Every)).Select(index => first + (index * step.Every)).Select(at => known.GetValueOrDefault(at) ?? new(at, none))];
    }

    public async Task Remove(ServiceRef service, CancellationToken cancellation = default)
    {
        _writers.TryRemove(service, out _);
        var keys = new List<string>();
        await foreach (var row in _table.Query(Partition(service), KeyRange.All, cancellation))
        {
            keys.Add(row.Key);
        }

        foreach (var slice in keys.Chunk(100))
        {
            await _table.Commit(Partition(service), [.. slice.Select(key => new RowChange.Delete(key))], cancellation);
        }
    }

    private MetricWriter Writer(ServiceRef service) => _writers.GetOrAdd(service, _ => new(_table, Partition(service)));

    private static string Partition(ServiceRef service) => $"{service.OrgId.Key}|{service.ServiceId}";
}
