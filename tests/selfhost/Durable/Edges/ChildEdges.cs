using ClickDeploy.Storage;
using ClickDeploy.Storage.Azure;
using ClickDeploy.Tests.Shared.Storage.Azure;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.SelfHost.Durable.Edges;

/// <summary>Sub-orchestrations: their ids, their depth, and what happens to them and their parents.</summary>
public abstract class ChildEdges(Func<IStorage>? store) : Edges(store)
{
    [Fact]
    public async Task Child_WithItsParentsId_FailsTheCall()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Parent", async context =>
            await context.CallSubOrchestratorAsync<string>("Five", null, new SubOrchestrationOptions(instanceId: context.InstanceId))));

        Assert.Contains("already exists", durable.Run("Parent", id: "one").SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Children_OfOneIdAtOnce_TheSecondFails()
    {
        await using var durable = Durable(Waiting().Orchestrator("Parent", async context =>
        {
            var first = context.CallSubOrchestratorAsync<string>("Waits", new SubOrchestrationOptions(instanceId: "twin"));
            try
            {
                await context.CallSubOrchestratorAsync<string>("Waits", new SubOrchestrationOptions(instanceId: "twin"));
                return "both";
            }
            catch (TaskFailedException failure)
            {
                context.SendEvent("twin", "Go", "first");
                return $"{await first}, {failure.FailureDetails.ErrorMessage.Contains("already exists", StringComparison.Ordinal)}";
            }
        }));

        Assert.Equal("first, True", durable.Run("Parent").ReadOutputAs<string>());
    }

    [Fact]
    public async Task Children_OfOneIdOneAfterTheOther_BothRun()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Parent", async context =>
            await context.CallSubOrchestratorAsync<string>("Five", new SubOrchestrationOptions(instanceId: "again"))
            + await context.CallSubOrchestratorAsync<string>("Five", new SubOrchestrationOptions(instanceId: "again"))));

        Assert.Equal("0123401234", durable.Run("Parent").ReadOutputAs<string>());
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("@a")]
    [InlineData("")]
    public async Task Child_WithAnIdThatMayNotBe_FailsItsParent(string id)
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Parent", async context =>
            await context.CallSubOrchestratorAsync<string>("Five", new SubOrchestrationOptions(instanceId: id))));

        Assert.StartsWith("System.ArgumentException", durable.Run("Parent").SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recursion_TenDeep_ComesBack()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Deep", async context =>
            context.GetInput<int>() is var n && n == 0 ? 0 : 1 + await context.CallSubOrchestratorAsync<int>("Deep", n - 1)));

        Assert.Equal(10, durable.Run("Deep", 10).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Failure_ThreeDeep_HasOneLayerForEach()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Deep", async context =>
            context.GetInput<int>() is var n && n == 0 ? throw new TimeoutException("at the bottom") : await context.CallSubOrchestratorAsync<int>("Deep", n - 1)));

        var failure = durable.Run("Deep", 3).FailureDetails;

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(typeof(TaskFailedException).FullName, failure!.ErrorType);
            failure = failure.InnerFailure;
        }

        Assert.Equal(("System.TimeoutException", "at the bottom"), (failure!.ErrorType, failure.ErrorMessage));
    }

    [Fact]
    public async Task Child_TerminatedWhileItsParentWaits_FailsTheCall()
    {
        await using var durable = Durable(ParentOfWaiting());
        StartAndRest(durable, "Parent", "parent");

        durable.Await(() => durable.Client.TerminateInstanceAsync("child", "no more"));

        Assert.Contains("no more", End(durable, "parent").SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parent_TerminatedAlone_LeavesItsChildRunning()
    {
        await using var durable = Durable(ParentOfWaiting());
        StartAndRest(durable, "Parent", "parent");

        durable.Await(() => durable.Client.TerminateInstanceAsync("parent", "enough"));
        Raise(durable, "child", "Go", "went");

        Assert.Equal("went", End(durable, "child").ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, Status(durable, "parent"));
    }

    [Fact]
    public async Task Parent_TerminatedRecursively_TakesThreeGenerationsAlong()
    {
        await using var durable = Durable(Waiting().Orchestrator("Deep", async context => context.GetInput<int>() is var n && n == 0
            ? await context.CallSubOrchestratorAsync<string>("Waits", new SubOrchestrationOptions(instanceId: "bottom"))
            : await context.CallSubOrchestratorAsync<string>("Deep", n - 1, new SubOrchestrationOptions(instanceId: $"deep-{n}"))));
        StartAndRest(durable, "Deep", "top", 2);

        durable.Await(() => durable.Client.TerminateInstanceAsync("top", new TerminateInstanceOptions("all", Recursive: true)));

        Assert.All(new[] { "top", "deep-2", "deep-1", "bottom" }, id => Assert.Equal(OrchestrationRuntimeStatus.Terminated, End(durable, id).RuntimeStatus));
    }

    [Fact]
    public async Task Parent_StartedAgainWhileItsChildLives_IsToldThatTheIdIsTaken()
    {
        await using var durable = Durable(ParentOfWaiting());
        StartAndRest(durable, "Parent", "parent");
        durable.Await(() => durable.Client.TerminateInstanceAsync("parent", "enough"));

        durable.Await(() => durable.Client.RestartAsync("parent"));

        Assert.Contains("already exists", End(durable, "parent").SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Child_SuspendedAndResumed_AnswersItsParent()
    {
        await using var durable = Durable(ParentOfWaiting());
        StartAndRest(durable, "Parent", "parent");

        durable.Await(() => durable.Client.SuspendInstanceAsync("child"));
        Raise(durable, "child", "Go", "went");
        Rest(durable);
        Assert.Equal(OrchestrationRuntimeStatus.Running, Status(durable, "parent"));
        durable.Await(() => durable.Client.ResumeInstanceAsync("child"));

        Assert.Equal("went", End(durable, "parent").ReadOutputAs<string>());
    }

    [Fact]
    public async Task Parent_SuspendedWhenItsChildEnds_GoesOnAtTheResume()
    {
        await using var durable = Durable(ParentOfWaiting());
        StartAndRest(durable, "Parent", "parent");
        durable.Await(() => durable.Client.SuspendInstanceAsync("parent"));
        Raise(durable, "child", "Go", "went");
        Assert.Equal("went", End(durable, "child").ReadOutputAs<string>());
        Rest(durable);
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, Status(durable, "parent"));

        durable.Await(() => durable.Client.ResumeInstanceAsync("parent"));

        Assert.Equal("went", End(durable, "parent").ReadOutputAs<string>());
    }

    [Fact]
    public async Task Child_KnowsItsParent_AndWhoHasNoneKnowsThat()
    {
        await using var durable = Durable(TestFunctions.Echoing()
            .Orchestrator("Child", context => Task.FromResult<object?>($"{context.Parent?.Name} {context.Parent?.InstanceId}"))
            .Orchestrator("Parent", async context => $"{context.Parent is null} {await context.CallSubOrchestratorAsync<string>("Child")}"));

        Assert.Equal("True Parent one", durable.Run("Parent", id: "one").ReadOutputAs<string>());
    }

    [Fact]
    public async Task Child_ThatIsNoOrchestrator_FailsTheCallWithASentence()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>("Echo", "x")));

        Assert.Contains("is not an orchestrator function", durable.Run("Parent").SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Children_FiftyAtOnce_AllAnswer()
    {
        await using var durable = Durable(TestFunctions.Echoing()
            .Orchestrator("Child", context => Task.FromResult<object?>(context.GetInput<int>()))
            .Orchestrator("Parent", async context => (await Task.WhenAll(Enumerable.Range(1, 50).Select(n => context.CallSubOrchestratorAsync<int>("Child", n)))).Sum()));

        Assert.Equal(1_275, durable.Run("Parent").ReadOutputAs<int>());
    }

    [Fact]
    public async Task Purge_Recursive_TakesThreeGenerations()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Deep", async context =>
            context.GetInput<int>() is var n && n == 0 ? 0 : 1 + await context.CallSubOrchestratorAsync<int>("Deep", n - 1)));
        durable.Run("Deep", 3, "top");

        var purged = durable.Await(() => durable.Client.PurgeInstanceAsync("top", new PurgeInstanceOptions(Recursive: true)));

        Assert.Equal(4, purged.PurgedInstanceCount);
        Assert.Empty(durable.Await(async () => await durable.Client.GetAllInstancesAsync().ToListAsync()));
    }

    private static ClickDeploy.SelfHost.Durable.DurableRegistry Waiting() => TestFunctions.Echoing().Orchestrator("Waits", async context => await context.WaitForExternalEvent<string>("Go"));

    private static ClickDeploy.SelfHost.Durable.DurableRegistry ParentOfWaiting() => Waiting().Orchestrator("Parent", async context =>
        await context.CallSubOrchestratorAsync<string>("Waits", new SubOrchestrationOptions(instanceId: "child")));
}

public sealed class ChildEdgesInMemory() : ChildEdges(null);

[Collection(OnAzurite.Name)]
[Trait("Speed", "Slow")]
public sealed class ChildEdgesOnAzurite(AzuriteFixture azurite) : ChildEdges(() => AzureStorage.Connect(azurite.ConnectionString, TimeProvider.System));
