using ClickDeploy.Storage;
using ClickDeploy.Tests.Simulation.World;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.SelfHost.Durable;

/// <summary>What an instance takes for its own when it is read from its rows while its id is started.</summary>
public sealed class LoadTests : HubStage
{
    // Simulated seeds 2437, 6510 and 6827: what the new execution had for others was taken for told by the old one.
    [Fact]
    public void Load_WhileTheIdIsStartedAgain_LeavesTheNewExecutionsChildToIt()
    {
        Registry.Orchestrator("Calls", async context => await context.CallSubOrchestratorAsync<string>("Five"));
        var faults = new Outage { Hits = call => call == "Query clickdeployinstances/one/o|" };
        var process = Start(new SimHost("one"), faults);
        Call(process, client => client.ScheduleNewOrchestrationInstanceAsync("Five", new StartOrchestrationOptions("one")));
        Call(process, client => client.WaitForInstanceCompletionAsync("one"));
        Until(() => process.Hub.Term!.InMemory == 0);

        // It has read that the old execution ended, and not yet what that one has for others.
        faults.IsOn = true;
        var raise = process.Context.Call(() => Done(process.Client.RaiseEventAsync("one", "Go", "!")));
        Until(() => faults.Count > 0);
        var start = process.Context.Call(() => process.Client.ScheduleNewOrchestrationInstanceAsync("Calls", new StartOrchestrationOptions("one")));
        Until(() => StatusOf("one") == nameof(OrchestrationRuntimeStatus.Running));
        faults.IsOn = false;

        Until(() => raise.IsCompleted && start.IsCompleted);
        Assert.Equal("01234", Call(process, client => client.WaitForInstanceCompletionAsync("one", true)).ReadOutputAs<string>());
    }

    // Simulated seed 2451: the first turn came from memory and replaced a later step.
    [Fact]
    public void FirstTurn_ThatWasReadFromItsRowsMeanwhile_ReplacesNoLaterStep()
    {
        Registry.Orchestrator("EchoesWord", async context => await context.CallActivityAsync<string>("Echo", await context.WaitForExternalEvent<string>("Go")));
        var reads = 0;
        // The first of them is the holder's, the second the start's: that one alone is answered.
        var faults = new Outage { IsOn = true, Hits = call => call == "Get clickdeployinstances/one/i" && ++reads != 2 };
        var process = Start(new SimHost("one"), faults);
        Until(() => process.Hub.Term is not null);
        var raise = process.Context.Call(() => Done(process.Client.RaiseEventAsync("one", "Go", "!")));
        Until(() => faults.Count > 0);
        var start = process.Context.Call(() => process.Client.ScheduleNewOrchestrationInstanceAsync("EchoesWord", new StartOrchestrationOptions("one")));
        Until(() => StatusOf("one") == nameof(OrchestrationRuntimeStatus.Running));
        faults.IsOn = false;

        Until(() => raise.IsCompleted && start.IsCompleted);
        Assert.Equal("!", Call(process, client => client.WaitForInstanceCompletionAsync("one", true)).ReadOutputAs<string>());
    }

    // Simulated seed 7097: it had ended, and left the index, before its starter had listed it.
    [Theory]
    [InlineData("Wait")]
    [InlineData("Ends")]
    public void Instance_ThatEndsBeforeItsStartIsListed_IsListedAllTheSame(string orchestrator)
    {
        Registry.Orchestrator("Ends", _ => Task.FromResult<object?>("at once"));
        var faults = new Outage { IsOn = true, Hits = call => call.StartsWith("Commit clickdeployindex/created|", StringComparison.Ordinal) };
        var host = new SimHost("one");
        var process = Start(host, faults);
        Until(() => process.Hub.Term is not null);
        process.Context.Call(() => process.Client.ScheduleNewOrchestrationInstanceAsync(orchestrator, new StartOrchestrationOptions("one")));
        Until(() => StatusOf("one") is not null);
        process.Context.Call(() => Done(process.Client.RaiseEventAsync("one", "Go", "!")));
        Until(() => StatusOf("one") == nameof(OrchestrationRuntimeStatus.Completed));
        Pass(TimeSpan.FromSeconds(2));
        process.Kill();

        var second = Start(host);
        Until(() => second.Hub.Term is not null);
        Pass(TimeSpan.FromMinutes(1));

        Assert.Equal(["one"], Call(second, async client => await client.GetAllInstancesAsync().Select(one => one.InstanceId).ToListAsync()));
        Assert.Empty(Store.Table("clickdeployindex").Query("active", KeyRange.All).ToBlockingEnumerable().Select(row => row.Key));
    }

    private string? StatusOf(string instance) => Store.Table("clickdeployinstances").Get(instance, "i").GetAwaiter().GetResult()?.Data.Text("status");
}
