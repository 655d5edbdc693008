using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ClickDeploy.SelfHost.Durable.Hub;
using ClickDeploy.Tests.Simulation;
using Microsoft.DurableTask;

namespace ClickDeploy.Tests.SelfHost.Durable.Hub;

public sealed class HubMeterTests
{
    [Fact]
    public async Task Hub_ThatIsHeld_SaysHowItStands()
    {
        await using var durable = new InMemoryDurable(TestFunctions.Echoing().Orchestrator("Wait", async context => await context.WaitForExternalEvent<string>("Go")));
        using var meter = new HubMeter(durable.Hub);
        var seen = new ConcurrentDictionary<string, double>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, to) =>
        {
            if (instrument.Meter.Scope == durable.Hub)
            {
                to.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => seen[Key(instrument, tags)] = value);
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => seen[Key(instrument, tags)] = value);
        listener.Start();
        durable.Run("Five");
        durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("waits")));
        durable.Await(() => durable.Client.WaitForInstanceStartAsync("waits"));

        listener.RecordObservableInstruments();
        Assert.Equal(1, seen["clickdeploy_durable_lease_held"]);
        Assert.Equal((1, 0), (seen["clickdeploy_durable_instances in_memory"], seen["clickdeploy_durable_instances parked"]));
        Assert.Equal(0, seen["clickdeploy_durable_messages_waiting"]);
        Assert.True(seen["clickdeploy_durable_lease_age_seconds"] >= 0);

        durable.Await(() => Task.Delay(TimeSpan.FromHours(1), durable.Clock));
        listener.RecordObservableInstruments();
        Assert.Equal(1, seen["clickdeploy_durable_instances parked"]);
        Assert.InRange(seen["clickdeploy_durable_lease_age_seconds"], 3_600, 7_200);
    }

    private static string Key(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) => tags.IsEmpty ? instrument.Name : $"{instrument.Name} {tags[0].Value}";
}
