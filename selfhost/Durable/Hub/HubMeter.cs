using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;

namespace ClickDeploy.SelfHost.Durable.Hub;

/// <summary>Says, when it is asked, how the hub of this process stands.</summary>
internal sealed class HubMeter : IHostedService, IDisposable
{
    private readonly Meter _meter;

    public HubMeter(DurableHub hub)
    {
        var lease = hub.Parts.Lease;
        _meter = new Meter(DurableMeter.Name, version: null, tags: null, scope: hub);
        _meter.CreateObservableGauge("clickdeploy_durable_lease_held", () => lease.IsHeld ? 1 : 0, description: "1: this process runs the orchestrations; 0: it stands by.");
        _meter.CreateObservableGauge("clickdeploy_durable_lease_age_seconds", () => lease.Age.TotalSeconds, "s", "Since the hub was taken or last renewed; 0 on one that stands by.");
        _meter.CreateObservableGauge("clickdeploy_durable_instances", () => Instances(hub.Term), description: "Orchestrations of this process: in memory, or parked until their time comes.");
        _meter.CreateObservableGauge("clickdeploy_durable_messages_waiting", () => hub.Term?.Waiting ?? 0, description: "Messages in the mailboxes of orchestrations that no step has taken yet.");
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<int>> Instances(Term? term) =>
    [
        new(term?.InMemory ?? 0, new KeyValuePair<string, object?>("state", "in_memory")),
        new(term?.Parked ?? 0, new KeyValuePair<string, object?>("state", "parked")),
    ];
}
