using System.Net;

namespace ClickDeploy.Functions.Metrics;

/// <summary>Who may read the platform's metrics.</summary>
public sealed class MetricsOptions
{
    /// <summary>METRICS_SOURCES: networks beside this machine, such as 10.0.0.0/8, separated by commas.</summary>
    public IReadOnlyList<IPNetwork> Sources { get; set; } = [];
}
