using ClickDeploy.Tests.Simulation;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.SelfHost.Durable;

/// <summary>An orchestrator that awaits what is not durable fails with a sentence. Real threads are at work here, so nothing depends on which form of detection is first.</summary>
public sealed class NonDurableAwaitTests
{
    [Fact]
    public Task NothingElseOpen_TheTurnEnds_Fails() => Fails(async (context, other) =>
    {
        await other;
        return await context.CallActivityAsync<string>("Echo", "after");
    });

    [Fact]
    public Task SomethingElseOpen_TheContinuationIsPosted_Fails() => Fails(async (context, other) =>
    {
        var never = context.WaitForExternalEvent<string>("Never");
        await other;
        return await never;
    });

    [Fact]
    public Task ContextLeftBehind_AMemberIsCalledOnAnotherThread_Fails() => Fails(async (context, other) =>
    {
        var never = context.WaitForExternalEvent<string>("Never");
        await other.ConfigureAwait(false);
        await context.CallActivityAsync<string>("Echo", "after");
        return await never;
    });

    [Fact]
    public Task ContextLeftBehind_TheBodyEndsOnAnotherThread_Fails() => Fails(async (context, other) =>
    {
        _ = context.WaitForExternalEvent<string>("Never");
        await other.ConfigureAwait(false);
        return "end";
    });

    [Fact]
    public async Task ConfigureAwaitFalse_OnADurableTask_GoesOn()
    {
        var registry = TestFunctions.Echoing().Orchestrator("Careful", async context =>
        {
            var one = await context.CallActivityAsync<string>("Echo", "1").ConfigureAwait(false);
            var two = await context.CallActivityAsync<string>("Echo", "2").ConfigureAwait(false);
            await context.CreateTimer(TimeSpan.FromSeconds(1), CancellationToken.None).ConfigureAwait(false);
            return one + two;
        });
        await using var durable = new InMemoryDurable(registry);

        Assert.Equal("12", durable.Run("Careful").ReadOutputAs<string>());
    }

    private static async Task Fails(Func<TaskOrchestrationContext, Task, Task<object?>> body)
    {
        var other = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var durable = new InMemoryDurable(TestFunctions.Echoing().Orchestrator("Careless", context => body(context, other.Task)));
        durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Careless", new StartOrchestrationOptions("one")));
        durable.Await(() => durable.Client.WaitForInstanceStartAsync("one"));

        other.SetResult();
        var began = TimeProvider.System.GetTimestamp();
        OrchestrationMetadata seen;
        do
        {
            // The clock is not moved while real threads have something to do.
            durable.WaitForThreads(TimeSpan.FromMilliseconds(10));
            seen = durable.Await(() => durable.Client.GetInstanceAsync("one", true))!;
        }
        while (!seen.IsCompleted && TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(30));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, seen.RuntimeStatus);
        Assert.Contains("awaited something that is not durable", seen.SerializedOutput, StringComparison.Ordinal);
        Assert.Equal(0, durable.Calls);
    }
}
