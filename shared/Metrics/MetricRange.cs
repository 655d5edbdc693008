namespace ClickDeploy.Metrics;

/// <summary>How long and how fine.</summary>
public sealed record MetricRange(string Name, TimeSpan Length, MetricStep Step)
{
    public static IReadOnlyList<MetricRange> All { get; } =
    [
        new("1h", TimeSpan.FromHours(1), MetricStep.Fine),
        new("6h", TimeSpan.FromHours(6), MetricStep.Minute),
        new("24h", TimeSpan.FromHours(24), MetricStep.Minute),
        new("7d", TimeSpan.FromDays(7), MetricStep.Quarter),
        new("30d", TimeSpan.FromDays(30), MetricStep.Quarter),
    ];
}
