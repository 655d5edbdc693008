using System.Diagnostics.Metrics;

namespace ClickDeploy.SelfHost.Durable;

/// <summary>Counts what the engine does.</summary>
internal static class DurableMeter
{
    private static readonly Meter Meter = new("ClickDeploy.Durable");

    public static Counter<long> Steps { get; } = Meter.CreateCounter<long>("clickdeploy_durable_steps_total", description: "Steps of orchestrations that were committed.");

    public static Counter<long> Activities { get; } = Meter.CreateCounter<long>("clickdeploy_durable_activities_total", description: "Activities that ended, by name and outcome.");

    public static UpDownCounter<long> Backlog { get; } = Meter.CreateUpDownCounter<long>("clickdeploy_durable_activities_open", description: "Activities that run or wait for their turn.");
}
