using ClickDeploy.Tests.Simulation;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.SelfHost.Durable;

/// <summary>An orchestrator that awaits what is not durable fails with a sentence. Real threads are at work here, so nothing depends on which form of detection is first.</summary>
public sealed class NonDurableAwaitTests
{
    [Fact]
    public Task NothingElseOpen_TheTurnEnds_Fails() => Fails(async context =>
    {
        await Task.Delay(20);
        return await context.CallActivityAsync<string>("Echo", "after");
    });

    [Fact]
    public Task SomethingElseOpen_TheContinuationIsPosted_Fails() => Fails(async context =>
    {
        var event1 = context.WaitForExternalEvent<string>("Never");
        await Task.Delay(20);
        return await event1;
    });

    [Fact]
    public Task ContextLeftBehind_AMemberIsCalledOnAnotherThread_Fails() => Fails(async context =>
    {
        var event1 = context.WaitForExternalEvent<string>("Never");
        await Task.Delay(20).ConfigureAwait(false);
        await context.CallActivityAsync<string>("Echo", "after");
        return await event1;
    });

    [Fact]
    public Task ContextLeftBehind_TheBodyEndsOnAnotherThread_Fails() => Fails(async context =>
    {
        _ = context.WaitForExternalEvent<string>("Never");
        await Task.Delay(20).ConfigureAwait(false);
        return "end";
    });

    [Fact]
    public async Task ConfigureAwaitFalse_OnADurableTask_GoesOn()
    {
        var registry = Functions.Echoing().Orchestrator("Careful", async context =>
        {
            var one = await context.CallActivityAsync<string>("Echo", "1").ConfigureAwait(false);
            var two = await context.CallActivityAsync<string>("Echo", "2").ConfigureAwait(false);
            await context.CreateTimer(TimeSpan.FromSeconds(1), CancellationToken.None).ConfigureAwait(false);
            return one + two;
        });
        await using var durable = new InMemoryDurable(registry);

        Assert.Equal("12", durable.Run("Careful").ReadOutputAs<string>());
    }

    private static async Task Fails(Func<TaskOrchestrationContext, Task<object?>> body)
    {
        await using var durable = new InMemoryDurable(Functions.Echoing().Orchestrator("Careless", body));
        durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Careless", new StartOrchestrationOptions("one")));
        // The clock is not moved while real threads have something to do.
        var deadline = TimeProvider.System.GetTimestamp();
        OrchestrationMetadata seen;
        do
        {
            durable.WaitForThreads(TimeSpan.FromMilliseconds(10));
            seen = durable.Await(() => durable.Client.GetInstanceAsync("one", true))!;
        }
        while (!seen.IsCompleted && TimeProvider.System.GetElapsedTime(deadline) < TimeSpan.FromSeconds(30));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, seen.RuntimeStatus);
        Assert.Contains("awaited something that is not durable", seen.SerializedOutput, StringComparison.Ordinal);
        Assert.Equal(0, durable.Calls);
    }
}
