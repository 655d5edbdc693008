using ClickDeploy.Metrics;

namespace ClickDeploy.Functions.Metrics;

/// <summary>A series of the API, and how it comes from what is kept.</summary>
internal sealed record MetricSeries(string Name, string Unit, Func<MetricPoint, double?> Value)
{
    public static IReadOnlyList<MetricSeries> All { get; } =
    [
        Kept("cpu_percent", "percent", MetricName.CpuPercent),
        Kept("memory_bytes", "bytes", MetricName.MemoryBytes),
        Kept("disk_read_bytes", "bytes/s", MetricName.DiskReadBytes),
        Kept("disk_write_bytes", "bytes/s", MetricName.DiskWriteBytes),
        Kept("network_rx_bytes", "bytes/s", MetricName.NetworkRxBytes) with { NeverSeen = "Instances of this machine share its network: what each receives is not counted." },
        Kept("network_tx_bytes", "bytes/s", MetricName.NetworkTxBytes) with { NeverSeen = "Instances of this machine share its network: what each sends is counted where it answers through the proxy only." },
        Kept("requests_per_second", "requests/s", MetricName.RequestsPerSecond) with { OfRequests = true },
        new("response_time_p50", "ms", point => point.Durations?.Percentile(0.5) * 1000) { OfRequests = true },
        new("response_time_p95", "ms", point => point.Durations?.Percentile(0.95) * 1000) { OfRequests = true },
        new("error_rate", "percent", ErrorRate) { OfRequests = true },
    ];

    /// <summary>Why it is missing when no point has it; null: then it is a series without points.</summary>
    private string? NeverSeen { get; init; }

    private bool OfRequests { get; init; }

    /// <summary>Why it is not there; null: it is.</summary>
    public string? Misses(int? port, IReadOnlyList<MetricPoint> points) =>
        OfRequests && port is null ? "A worker has no address: nobody asks it anything."
        : NeverSeen is { } reason && points.All(point => Value(point) is null or double.NaN) ? reason
        : null;

    private static MetricSeries Kept(string name, string unit, MetricName kept) => new(name, unit, point => point[kept]);

    private static double? ErrorRate(MetricPoint point) => point[MetricName.RequestsPerSecond] is > 0 and var requests ? 100 * point[MetricName.ErrorsPerSecond] / requests : null;
}
