using System.Diagnostics.Metrics;

namespace ClickDeploy.Functions.Metrics;

/// <summary>What the edge measures of itself. Other parts have meters of their own; <see cref="MetricsPage"/> shows every one that begins with ClickDeploy.</summary>
internal static class PlatformMeters
{
    private static readonly Meter Meter = new("ClickDeploy.Http");

    public static Counter<long> Requests { get; } = Meter.CreateCounter<long>("clickdeploy_http_requests_total", description: "Requests by route, method and status.");

    public static Histogram<double> Duration { get; } = Meter.CreateHistogram<double>("clickdeploy_http_request_seconds", description: "From the request to the end of its answer; streams are left out.");
}
