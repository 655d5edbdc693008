using ClickDeploy.Tests.Simulation.World;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.SelfHost.Durable;

/// <summary>Whom a termination with all children reaches.</summary>
public sealed class TerminationTests : HubStage
{
    [Fact]
    public void Termination_WithChildren_LeavesAnotherInstanceOfAChildsIdRunning()
    {
        Registry.Orchestrator("Calls", async context => await context.CallSubOrchestratorAsync<string>("Wait", options: new SubOrchestrationOptions(new TaskOptions(), "other")));
        var faults = new Outage { Hits = call => call == "Get clickdeployinstances/other/i" };
        var process = Start(new SimHost("one"), faults);
        Call(process, client => client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("other")));
        Call(process, client => client.WaitForInstanceStartAsync("other"));

        // It waits for a child that has not been told yet that its id is taken.
        faults.IsOn = true;
        Call(process, client => client.ScheduleNewOrchestrationInstanceAsync("Calls", new StartOrchestrationOptions("one")));
        Call(process, client => client.TerminateInstanceAsync("one", new TerminateInstanceOptions { Recursive = true }));
        Call(process, client => client.WaitForInstanceCompletionAsync("one"));
        faults.IsOn = false;
        Pass(TimeSpan.FromMinutes(1));

        Call(process, client => client.RaiseEventAsync("other", "Go", "!"));
        Assert.Equal("!", Call(process, client => client.WaitForInstanceCompletionAsync("other", true)).ReadOutputAs<string>());
    }
}
