using ClickDeploy.SelfHost.Durable;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Azure;
using ClickDeploy.Tests.Shared.Storage.Azure;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.SelfHost.Durable.Edges;

/// <summary>What is asked of an instance while something else is under way with it, and its process dies in between.</summary>
public abstract class MixedEdges(Func<IStorage>? store) : Edges(store)
{
    private readonly HashSet<string> _broken = [];
    private readonly List<string> _ran = [];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rewind_InTheThirdGeneration_HasWhatItsEventsBrought(bool crashes)
    {
        _broken.Add("step");
        await using var durable = Durable(Doing().Orchestrator("Loops", async context =>
        {
            var generation = context.GetInput<int>();
            if (generation < 2)
            {
                await context.WaitForExternalEvent<string>("Next");
                context.ContinueAsNew(generation + 1);
                return null;
            }

            var first = await context.WaitForExternalEvent<string>("Last");
            await context.CallActivityAsync<string>("Do", "before");
            await context.CallActivityAsync<string>("Do", "step");
            return $"{generation} {first} {await context.WaitForExternalEvent<string>("Last")}";
        }));
        StartAndRest(durable, "Loops", "one", 0);
        foreach (var (name, payload) in new[] { ("Last", "a"), ("Last", "b"), ("Next", "x"), ("NEXT", "y") })
        {
            Raise(durable, "one", name, payload);
        }

        Assert.Equal(OrchestrationRuntimeStatus.Failed, End(durable, "one").RuntimeStatus);
        _broken.Clear();
        durable.Await(() => durable.Client.RewindInstanceAsync("one", "mended"));
        if (crashes)
        {
            durable.Crash();
        }

        Assert.Equal("2 a b", End(durable, "one").ReadOutputAs<string>());
        Assert.Equal(1, _ran.Count(step => step == "before"));
    }

    [Fact]
    public async Task Suspended_OverACrash_GetsAllThatCameAtTheResume()
    {
        var gate = new TaskCompletionSource<object?>();
        var registry = Doing()
            .Activity<string>("Waits", _ => gate.Task)
            .Orchestrator("Child", async context => await context.WaitForExternalEvent<string>("Go"))
            .Orchestrator("Gathers", async context =>
            {
                var child = context.CallSubOrchestratorAsync<string>("Child", options: new SubOrchestrationOptions(instanceId: "child"));
                var activity = context.CallActivityAsync<string>("Waits", "x");
                var timer = context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                var raised = context.WaitForExternalEvent<string>("Go");
                await Task.WhenAll(child, activity, timer, raised);
                return $"{await child} {await activity} {await raised}";
            });
        await using var durable = Durable(registry);
        StartAndRest(durable, "Gathers", "one");
        durable.Await(() => durable.Client.SuspendInstanceAsync("one"));
        Raise(durable, "one", "Go", "event");
        Raise(durable, "child", "Go", "child");
        gate.SetResult("activity");
        durable.Await(() => Task.Delay(TimeSpan.FromMinutes(2), durable.Clock));
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, Status(durable, "one"));

        durable.Crash();
        durable.Await(() => Task.Delay(TimeSpan.FromMinutes(2), durable.Clock));
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, Status(durable, "one"));
        durable.Await(() => durable.Client.ResumeInstanceAsync("one"));

        Assert.Equal("child activity event", End(durable, "one").ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Rewind_ThreeDeep_RunsAgainWhatFailedAlone(int crashes)
    {
        _broken.Add("3");
        await using var durable = Durable(Doing().Orchestrator("Level", async context =>
        {
            var level = context.GetInput<int>();
            var own = await context.CallActivityAsync<string>("Do", $"{level}");
            var below = level < 3 ? await context.CallSubOrchestratorAsync<string>("Level", level + 1) : "";
            return own + below + await context.CallActivityAsync<string>("Do", $"after {level}");
        }));
        Start(durable, "Level", "one", 0);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, End(durable, "one").RuntimeStatus);
        _broken.Clear();

        durable.Await(() => durable.Client.RewindInstanceAsync("one", "mended"));
        for (var i = 0; i < crashes; i++)
        {
            durable.Crash();
            durable.Await(() => Task.Delay(TimeSpan.FromMilliseconds(i), durable.Clock));
        }

        Assert.Equal("0123after 3after 2after 1after 0", End(durable, "one").ReadOutputAs<string>());
        Assert.Equal(["0", "1", "2"], _ran.Where(step => step.Length == 1 && step != "3").Order());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Event_AfterTheBodyContinued_BelongsToTheNextGeneration(bool isSuspended)
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Loops", async context =>
        {
            if (context.GetInput<int>() == 0)
            {
                // Not awaited, and waited for all the same.
                _ = context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                context.ContinueAsNew(1);
                return null;
            }

            return await context.WaitForExternalEvent<string>("Go");
        }));
        StartAndRest(durable, "Loops", "one", 0);

        Raise(durable, "one", "Go", "late");
        if (isSuspended)
        {
            durable.Await(() => durable.Client.SuspendInstanceAsync("one"));
            durable.Await(() => Task.Delay(TimeSpan.FromMinutes(2), durable.Clock));
            durable.Crash();
            durable.Await(() => durable.Client.ResumeInstanceAsync("one"));
        }

        Assert.Equal("late", End(durable, "one").ReadOutputAs<string>());
    }

    [Fact]
    public async Task Terminated_WithChildrenWhileAllAreSuspended_EndsThemAll()
    {
        await using var durable = Durable(TestFunctions.Echoing()
            .Orchestrator("Child", async context => await context.WaitForExternalEvent<string>("Go"))
            .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>("Child", options: new SubOrchestrationOptions(instanceId: "child"))));
        StartAndRest(durable, "Parent", "one");
        durable.Await(() => durable.Client.SuspendInstanceAsync("child"));
        durable.Await(() => durable.Client.SuspendInstanceAsync("one"));

        durable.Await(() => durable.Client.TerminateInstanceAsync("one", new TerminateInstanceOptions("enough", Recursive: true)));

        Assert.Equal("enough", End(durable, "child").ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, Status(durable, "one"));
    }

    [Fact]
    public async Task Child_WithTagsTooLongForTheirRow_FailsTheCall()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Parent", async context =>
            await context.CallSubOrchestratorAsync<string>("Five", new SubOrchestrationOptions { Tags = new Dictionary<string, string> { ["a"] = new string('ä', 7_900) } })));

        Assert.Contains("The tags", durable.Run("Parent").SerializedOutput, StringComparison.Ordinal);
    }

    private DurableRegistry Doing() => TestFunctions.Echoing().Activity<string>("Do", step =>
    {
        _ran.Add(step);
        return _broken.Contains(step) ? throw new InvalidOperationException($"{step} is broken") : Task.FromResult<object?>(step);
    });
}

public sealed class MixedEdgesInMemory() : MixedEdges(null);

[Collection(OnAzurite.Name)]
[Trait("Speed", "Slow")]
public sealed class MixedEdgesOnAzurite(AzuriteFixture azurite) : MixedEdges(() => AzureStorage.Connect(azurite.ConnectionString, TimeProvider.System));
