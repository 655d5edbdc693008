using ClickDeploy.Metrics;

namespace ClickDeploy.Functions.Metrics;

/// <summary>What a service used, as the API shows it. <paramref name="Missing"/>: what is not measured where it runs, with the reason.</summary>
public sealed record MetricSnapshot(string Range, int StepSeconds, IReadOnlyList<MetricSeriesSnapshot> Series, IReadOnlyList<MissingSeries> Missing)
{
    private const string NoNetwork = "Instances of this machine share its network: what each sends and receives is not counted.";

    public static MetricSnapshot Of(MetricRange range, IReadOnlyList<MetricPoint> points)
    {
        var network = Has(points, MetricName.NetworkRxBytes) || Has(points, MetricName.NetworkTxBytes);
        return new(
            range.Name,
            (int)range.Step.Every.TotalSeconds,
            [.. Enum.GetValues<MetricName>().Where(name => network || !IsNetwork(name)).Select(name => MetricSeriesSnapshot.Of(name, points))],
            network ? [] : [new("network_rx_bytes", NoNetwork), new("network_tx_bytes", NoNetwork)]);
    }

    private static bool IsNetwork(MetricName name) => name is MetricName.NetworkRxBytes or MetricName.NetworkTxBytes;

    private static bool Has(IReadOnlyList<MetricPoint> points, MetricName name) => points.Any(point => !float.IsNaN(point.Values[(int)name]));
}

/// <summary>One line of a chart. A point is <c>[t, v]</c>: t in Unix milliseconds, v null where nothing was measured.</summary>
public sealed record MetricSeriesSnapshot(string Name, string Unit, IReadOnlyList<IReadOnlyList<double?>> Points)
{
    public static MetricSeriesSnapshot Of(MetricName name, IReadOnlyList<MetricPoint> points)
    {
        var (word, unit) = Words(name);
        return new(word, unit, [.. points.Select(point => (IReadOnlyList<double?>)[point.Time.ToUnixTimeMilliseconds(), Number(point.Values[(int)name])])]);
    }

    private static double? Number(float value) => float.IsNaN(value) ? null : Math.Round(value, 2);

    private static (string Word, string Unit) Words(MetricName name) => name switch
    {
        MetricName.CpuPercent => ("cpu_percent", "percent"),
        MetricName.MemoryBytes => ("memory_bytes", "bytes"),
        MetricName.DiskReadBytes => ("disk_read_bytes", "bytes/s"),
        MetricName.DiskWriteBytes => ("disk_write_bytes", "bytes/s"),
        MetricName.NetworkRxBytes => ("network_rx_bytes", "bytes/s"),
        MetricName.NetworkTxBytes => ("network_tx_bytes", "bytes/s"),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such series."),
    };
}

/// <summary>A series that is not there, and why.</summary>
public sealed record MissingSeries(string Name, string Reason);
