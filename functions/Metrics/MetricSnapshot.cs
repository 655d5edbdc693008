using ClickDeploy.Metrics;

namespace ClickDeploy.Functions.Metrics;

/// <summary>What a service used and was asked, as the API shows it. <paramref name="Missing"/>: what is not measured where it runs, with the reason.</summary>
public sealed record MetricSnapshot(string Range, int StepSeconds, IReadOnlyList<MetricSeriesSnapshot> Series, IReadOnlyList<MissingSeries> Missing)
{
    /// <param name="port">Null: a worker.</param>
    public static MetricSnapshot Of(MetricRange range, int? port, IReadOnlyList<MetricPoint> points)
    {
        var missing = MetricSeries.All.Select(series => series.Misses(port, points) is { } reason ? new MissingSeries(series.Name, reason) : null).OfType<MissingSeries>().ToList();
        return new(
            range.Name,
            (int)range.Step.Every.TotalSeconds,
            [.. MetricSeries.All.Where(series => missing.TrueForAll(none => none.Name != series.Name)).Select(series => MetricSeriesSnapshot.Of(series, points))],
            [.. missing, new("storage_used_bytes", "A service has no storage of its own; what its volumes hold is shown with them.")]);
    }
}

/// <summary>One line of a chart. A point is <c>[t, v]</c>: t in Unix milliseconds, v null where nothing was measured.</summary>
public sealed record MetricSeriesSnapshot(string Name, string Unit, IReadOnlyList<IReadOnlyList<double?>> Points)
{
    internal static MetricSeriesSnapshot Of(MetricSeries series, IReadOnlyList<MetricPoint> points) =>
        new(series.Name, series.Unit, [.. points.Select(point => (IReadOnlyList<double?>)[point.Time.ToUnixTimeMilliseconds(), Number(series.Value(point))])]);

    private static double? Number(double? value) => value is null or double.NaN ? null : Math.Round(value.Value, 2);
}

/// <summary>A series that is not there, and why.</summary>
public sealed record MissingSeries(string Name, string Reason);
