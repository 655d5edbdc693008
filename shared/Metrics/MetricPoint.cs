namespace ClickDeploy.Metrics;

/// <summary>One moment's numbers by <see cref="MetricName"/>; NaN: not known.</summary>
public sealed record MetricPoint(DateTimeOffset Time, IReadOnlyList<float> Values);
