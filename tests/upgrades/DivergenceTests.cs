using ClickDeploy.SelfHost.Durable;
using ClickDeploy.Tests.Simulation;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.Upgrades;

/// <summary>What docs/upgrades.md promises an operator: an orchestration that met code it cannot follow stops where it was, and goes on when the code is mended.</summary>
public sealed class DivergenceTests
{
    [Fact]
    public async Task Divergence_IsMendedByTheOldCodeAndARewind()
    {
        var (isChanged, ran) = (false, new List<string>());
        var registry = new DurableRegistry();
        registry.Add(new OrchestratorFunction("Job", async context =>
        {
            await context.CallActivityAsync(isChanged ? "Other" : "First");
            await context.WaitForExternalEvent<string>("Go");
            await context.CallActivityAsync("Last");
            return "done";
        }));
        foreach (var name in new[] { "First", "Other", "Last" })
        {
            registry.Add(new ActivityFunction(name, typeof(object), (_, _, _, _) =>
            {
                ran.Add(name);
                return Task.FromResult<object?>(null);
            }));
        }

        await using var durable = new InMemoryDurable(registry);
        durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Job", null, new StartOrchestrationOptions("job")));
        durable.Await(() => durable.Client.WaitForInstanceStartAsync("job"));
        durable.Await(() => Task.Delay(TimeSpan.FromSeconds(1), durable.Clock));

        isChanged = true;
        durable.Crash();
        durable.Await(() => durable.Client.RaiseEventAsync("job", "Go", "now"));
        var diverged = durable.Await(() => durable.Client.WaitForInstanceCompletionAsync("job", getInputsAndOutputs: true));
        Assert.Equal(OrchestrationRuntimeStatus.Failed, diverged.RuntimeStatus);
        Assert.Contains("named 'First', but the current orchestration replay instead scheduled an activity task named 'Other'", diverged.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(["First"], ran);

        isChanged = false;
        durable.Await(() => durable.Client.RewindInstanceAsync("job", "the old code is back"));
        var mended = durable.Await(() => durable.Client.WaitForInstanceCompletionAsync("job", getInputsAndOutputs: true));
        Assert.Equal((OrchestrationRuntimeStatus.Completed, "\"done\""), (mended.RuntimeStatus, mended.SerializedOutput));
        Assert.Equal(["First", "Last"], ran);
    }
}
