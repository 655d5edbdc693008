using ClickDeploy.SelfHost.Durable;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Azure;
using ClickDeploy.Tests.Shared.Storage.Azure;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.SelfHost.Durable.Edges;

/// <summary>Code that was changed under a running instance, in each kind of step.</summary>
public abstract class DivergenceEdges(Func<IStorage>? store) : Edges(store)
{
    private static readonly Dictionary<string, Func<TaskOrchestrationContext, Task>> Steps = new()
    {
        ["activity"] = context => context.CallActivityAsync("Echo", "x"),
        ["activity in other case"] = context => context.CallActivityAsync("ECHO", "x"),
        ["activity with another input"] = context => context.CallActivityAsync("Echo", "y"),
        ["activity of another version"] = context => context.CallActivityAsync("Echo", "x", new TaskOptions { Version = "9" }),
        ["other activity"] = context => context.CallActivityAsync("Other", "x"),
        ["timer"] = context => context.CreateTimer(TimeSpan.FromSeconds(1), CancellationToken.None),
        ["longer timer"] = context => context.CreateTimer(TimeSpan.FromSeconds(2), CancellationToken.None),
        ["child"] = context => context.CallSubOrchestratorAsync("Child"),
        ["child of an id"] = context => context.CallSubOrchestratorAsync("Child", new SubOrchestrationOptions(instanceId: "given")),
        ["other child"] = context => context.CallSubOrchestratorAsync("OtherChild"),
        ["event"] = context => Send(context, "Ping"),
        ["other event"] = context => Send(context, "Pong"),
        ["nothing"] = _ => Task.CompletedTask,
    };

    [Theory]
    [InlineData("activity", "other activity", true)]
    [InlineData("activity", "timer", true)]
    [InlineData("activity", "child", true)]
    [InlineData("activity", "event", true)]
    [InlineData("activity", "nothing", true)]
    [InlineData("timer", "activity", true)]
    [InlineData("timer", "child", true)]
    [InlineData("timer", "event", true)]
    [InlineData("timer", "nothing", true)]
    [InlineData("child", "other child", true)]
    [InlineData("child", "activity", true)]
    [InlineData("child", "timer", true)]
    [InlineData("child", "nothing", true)]
    [InlineData("event", "other event", true)]
    [InlineData("event", "activity", true)]
    [InlineData("event", "nothing", true)]
    [InlineData("nothing", "other activity", true)]
    [InlineData("activity", "activity", false)]
    [InlineData("activity", "activity in other case", false)]
    [InlineData("activity", "activity with another input", false)]
    [InlineData("activity", "activity of another version", false)]
    [InlineData("timer", "longer timer", false)]
    [InlineData("child", "child of an id", false)]
    public async Task Step_ThatTheHistoryHasOtherwise_FailsTheInstance(string recorded, string now, bool diverges)
    {
        var step = recorded;
        var registry = TestFunctions.Echoing()
            .Activity<string>("Other", text => Task.FromResult<object?>(text))
            .Orchestrator("Child", _ => Task.FromResult<object?>(null))
            .Orchestrator("OtherChild", _ => Task.FromResult<object?>(null))
            .Orchestrator("Changes", async context =>
            {
                await context.CallActivityAsync("Echo", "before");
                await Steps[step](context);
                // What follows has the ids after it.
                await context.CallActivityAsync("Echo", "after");
                return await context.WaitForExternalEvent<string>("Go");
            });
        await using var durable = Durable(registry);
        Start(durable, "Changes", "one");
        durable.Await(() => Task.Delay(TimeSpan.FromSeconds(5), durable.Clock));

        step = now;
        durable.Crash();
        Raise(durable, "one", "Go", "went");
        var end = End(durable, "one");

        Assert.Equal(diverges ? "DurableTask.Core.Exceptions.NonDeterministicOrchestrationException" : null, end.FailureDetails?.ErrorType);
        Assert.Equal(diverges ? OrchestrationRuntimeStatus.Failed : OrchestrationRuntimeStatus.Completed, end.RuntimeStatus);
    }

    [Fact]
    public async Task Steps_MoreAtTheEnd_GoOn()
    {
        var more = false;
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Changes", async context =>
        {
            var went = await context.WaitForExternalEvent<string>("Go");
            return more ? went + await context.CallActivityAsync<string>("Echo", "+more") : went;
        }));
        StartAndRest(durable, "Changes", "one");

        more = true;
        durable.Crash();
        Raise(durable, "one", "Go", "went");

        Assert.Equal("went+more", End(durable, "one").ReadOutputAs<string>());
    }

    [Fact]
    public async Task Code_ThatBranchesOnTheVersion_GoesOnAsItBeganAndStartsAnew()
    {
        // The way out for a change: what is running keeps its path, what starts with the new version has the new one.
        var deployed = false;
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Changes", async context =>
        {
            var said = deployed && context.CompareVersionTo("2.0") >= 0
                ? await context.CallSubOrchestratorAsync<string>("Five")
                : await context.CallActivityAsync<string>("Echo", "old");
            await context.WaitForExternalEvent<string>("Go");
            return said;
        }));
        StartAndRest(durable, "Changes", "old");

        deployed = true;
        durable.Crash();
        durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Changes", new StartOrchestrationOptions("new") { Version = "2.0" }));
        Raise(durable, "old", "Go");
        Raise(durable, "new", "Go");

        Assert.Equal("old", End(durable, "old").ReadOutputAs<string>());
        Assert.Equal("01234", End(durable, "new").ReadOutputAs<string>());
    }

    private static Task Send(TaskOrchestrationContext context, string name)
    {
        context.SendEvent("nobody", name, "x");
        return Task.CompletedTask;
    }
}

public sealed class DivergenceEdgesInMemory() : DivergenceEdges(null);

[Collection(OnAzurite.Name)]
[Trait("Speed", "Slow")]
public sealed class DivergenceEdgesOnAzurite(AzuriteFixture azurite) : DivergenceEdges(() => AzureStorage.Connect(azurite.ConnectionString, TimeProvider.System));
