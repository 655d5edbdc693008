using ClickDeploy.SelfHost.Durable;
using ClickDeploy.Storage;
using ClickDeploy.Tests.Simulation;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.SelfHost.Durable.Edges;

/// <summary>A family of edges that the recorded vectors miss: the same tests in memory and on a real Azurite.</summary>
/// <param name="store">Gives another store for each engine; null is the one in memory.</param>
public abstract class Edges(Func<IStorage>? store)
{
    private readonly string _hub = $"e{Guid.NewGuid():N}"[..20];

    private protected InMemoryDurable Durable(DurableRegistry registry, Action<DurableOptions>? options = null, ActivityInterceptor? intercept = null) => new(
        registry,
        intercept: intercept,
        options: all =>
        {
            // One store may hold many.
            all.HubName = _hub;
            options?.Invoke(all);
        },
        store: store?.Invoke());

    private protected static OrchestrationMetadata End(InMemoryDurable durable, string id) => durable.Await(() => durable.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true));

    private protected static string Start(InMemoryDurable durable, string orchestrator, string id, object? input = null)
        => durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, new StartOrchestrationOptions(id)));

    /// <summary>Starts it, and lets it come to where it waits.</summary>
    private protected static void StartAndRest(InMemoryDurable durable, string orchestrator, string id, object? input = null)
    {
        Start(durable, orchestrator, id, input);
        durable.Await(() => durable.Client.WaitForInstanceStartAsync(id));
        Rest(durable);
    }

    /// <summary>Everything that does not wait for a later time happens.</summary>
    private protected static void Rest(InMemoryDurable durable) => durable.Await(() => Task.Delay(TimeSpan.FromMilliseconds(100), durable.Clock));

    private protected static void Raise(InMemoryDurable durable, string id, string name, object? payload = null) => durable.Await(() => durable.Client.RaiseEventAsync(id, name, payload));

    private protected static OrchestrationRuntimeStatus? Status(InMemoryDurable durable, string id) => durable.Await(() => durable.Client.GetInstanceAsync(id))?.RuntimeStatus;
}
