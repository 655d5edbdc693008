using System.Diagnostics.Metrics;

namespace ClickDeploy.SelfHost.Durable;

/// <summary>Counts what the engine does. How it stands says <see cref="Hub.HubMeter"/>.</summary>
internal static class DurableMeter
{
    public const string Name = "ClickDeploy.Durable";

    private static readonly Meter Meter = new(Name);

    public static Counter<long> Steps { get; } = Meter.CreateCounter<long>("clickdeploy_durable_steps_total", description: "Steps of orchestrations that were committed.");

    public static Histogram<double> StepSeconds { get; } = Meter.CreateHistogram<double>("clickdeploy_durable_step_seconds", "s", "From messages that an instance takes to the commit of what follows from them.");

    public static Counter<long> Replays { get; } = Meter.CreateCounter<long>("clickdeploy_durable_replays_total", description: "Instances that were read into memory, and their histories replayed.");

    public static Counter<long> ReplayedEvents { get; } = Meter.CreateCounter<long>("clickdeploy_durable_replayed_events_total", description: "Events of histories that were replayed.");

    public static Counter<long> Activities { get; } = Meter.CreateCounter<long>("clickdeploy_durable_activities_total", description: "Activities that ended, by name and outcome.");

    public static Histogram<double> ActivitySeconds { get; } = Meter.CreateHistogram<double>("clickdeploy_durable_activity_seconds", "s", "How long activities ran, by name.");

    public static UpDownCounter<long> Backlog { get; } = Meter.CreateUpDownCounter<long>("clickdeploy_durable_activities_open", description: "Activities that run or wait for their turn.");

    public static Counter<long> Taken { get; } = Meter.CreateCounter<long>("clickdeploy_durable_lease_taken_total", description: "How often this process took the hub, and whether from one that was free or from a holder that fell silent.");

    public static Counter<long> Lost { get; } = Meter.CreateCounter<long>("clickdeploy_durable_lease_lost_total", description: "How often this process lost the hub.");
}
