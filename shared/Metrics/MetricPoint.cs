using ClickDeploy.Core;

namespace ClickDeploy.Metrics;

/// <summary>One moment's numbers by <see cref="MetricName"/>; NaN: not known. <paramref name="Durations"/>: of the requests that were answered; null: there were none.</summary>
public sealed record MetricPoint(DateTimeOffset Time, IReadOnlyList<float> Values, Durations? Durations = null)
{
    /// <summary>NaN: not known.</summary>
    public float this[MetricName name] => (int)name < Values.Count ? Values[(int)name] : float.NaN;
}
