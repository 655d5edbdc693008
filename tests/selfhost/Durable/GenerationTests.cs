using ClickDeploy.SelfHost.Durable;
using ClickDeploy.Storage;
using ClickDeploy.Tests.Simulation;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.SelfHost.Durable;

/// <summary>Orchestrations that continue as new: the id stays, the history does not.</summary>
public sealed class GenerationTests
{
    [Fact]
    public async Task Generations_LeaveNothingOfThoseBefore()
    {
        await using var durable = new InMemoryDurable(Counting(), options: options => options.MaxRowBytes = 2_000);

        Assert.Equal(new string('x', 3_000).Length, durable.Run("Count", new State(0, new string('x', 3_000)), "one").ReadOutputAs<int>());

        var rows = Rows(durable);
        Assert.All(rows.Where(row => row.Key[0] == 'h'), row => Assert.True(string.CompareOrdinal(row.Key, "h|0000000020") > 0, row.Key));
        Assert.DoesNotContain(rows, row => row.Key[0] is 'm' or 'o');
        var blobs = durable.Await(async () => await durable.Store.Blobs("clickdeployhistories").List("one/").ToListAsync());
        Assert.Equal(rows.Count(row => row.Data.Text("blob") is not null), blobs.Count);
        Assert.NotEmpty(blobs);
        Assert.Empty(Rows(durable, "clickdeployindex", "active"));
        Assert.Equal(1, durable.Await(() => durable.Client.PurgeInstanceAsync("one", CancellationToken.None)).PurgedInstanceCount);
        Assert.Empty(Rows(durable));
    }

    [Fact]
    public async Task Child_OfManyGenerations_AnswersItsParentOnce()
    {
        var registry = Counting().Orchestrator("Parent", async context =>
            await context.CallSubOrchestratorAsync<int>("Count", new State(0, "abc"), new SubOrchestrationOptions { InstanceId = "one" }) + await context.CallSubOrchestratorAsync<int>("Count", new State(5, "de")));
        await using var durable = new InMemoryDurable(registry);

        Assert.Equal(5, durable.Run("Parent").ReadOutputAs<int>());
        Assert.Equal("Completed", durable.Await(() => durable.Client.GetInstanceAsync("one"))!.RuntimeStatus.ToString());
    }

    [Fact]
    public async Task BodyThatThrowsAfterAll_Fails()
    {
        await using var durable = new InMemoryDurable(TestFunctions.Echoing().Orchestrator("Throws", context =>
        {
            context.ContinueAsNew("again");
            throw new FormatException("after all");
        }));

        Assert.Equal("System.FormatException: after all", durable.Run("Throws").SerializedOutput);
    }

    [Fact]
    public async Task UnreadEvents_AreDroppedWhenAsked()
    {
        var registry = TestFunctions.Echoing().Orchestrator("Drops", async context =>
        {
            if (context.GetInput<string>() is { } input)
            {
                return input + await context.WaitForExternalEvent<string>("Item");
            }

            var read = await context.WaitForExternalEvent<string>("Item") + await context.WaitForExternalEvent<string>("Go");
            context.ContinueAsNew(new ContinueAsNewOptions { NewInput = read, PreserveUnprocessedEvents = false });
            return null;
        });
        await using var durable = new InMemoryDurable(registry);
        durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Drops", new StartOrchestrationOptions("one")));
        durable.Await(async () =>
        {
            await durable.Client.RaiseEventAsync("one", "Item", "a");
            await durable.Client.RaiseEventAsync("one", "Item", "b");
            await durable.Client.RaiseEventAsync("one", "Go", "!");
            await Task.Delay(TimeSpan.FromSeconds(1), durable.Clock);
            await durable.Client.RaiseEventAsync("one", "Item", "c");
        });

        Assert.Equal("a!c", durable.Await(() => durable.Client.WaitForInstanceCompletionAsync("one", true)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Generation_WaitsForWhatTheOneBeforeHasOpen()
    {
        var began = new List<DateTime>();
        var registry = TestFunctions.Echoing().Orchestrator("Leaves", async context =>
        {
            if (context.GetInput<int>() == 0)
            {
                _ = context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                began.Add(context.CurrentUtcDateTime);
                context.ContinueAsNew(1);
                return null;
            }

            return (await context.CallActivityAsync<string>("Echo", "e")) + (context.CurrentUtcDateTime - began[0] >= TimeSpan.FromMinutes(1));
        });
        await using var durable = new InMemoryDurable(registry);

        Assert.Equal("eTrue", durable.Run("Leaves").ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(9)]
    public async Task Crash_InTheMiddle_GoesOnInTheSameGeneration(int at)
    {
        InMemoryDurable? durable = null;
        durable = new InMemoryDurable(Counting());
        await using var owner = durable;
        durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Count", new State(0, "abc"), new StartOrchestrationOptions("one")));
        durable.Await(async () =>
        {
            while (durable.Calls < at)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), durable.Clock);
            }
        });

        durable.Crash();

        Assert.Equal(3, durable.Await(() => durable.Client.WaitForInstanceCompletionAsync("one", true)).ReadOutputAs<int>());
        Assert.InRange(durable.Calls, 11, 12);
    }

    [Fact]
    public async Task Suspended_ChangesNothingUntilItIsResumed()
    {
        var registry = TestFunctions.Echoing().Orchestrator("Waits", async context =>
        {
            await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            return await context.WaitForExternalEvent<string>("Go") + await context.CallActivityAsync<string>("Echo", "e");
        });
        await using var durable = new InMemoryDurable(registry);
        durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Waits", new StartOrchestrationOptions("one")));
        durable.Await(() => durable.Client.WaitForInstanceStartAsync("one"));
        durable.Await(() => durable.Client.SuspendInstanceAsync("one", "night"));
        durable.Await(() => durable.Client.RaiseEventAsync("one", "Go", "g"));
        durable.Await(() => Task.Delay(TimeSpan.FromMinutes(10), durable.Clock));
        durable.Crash();
        durable.Await(() => Task.Delay(TimeSpan.FromMinutes(10), durable.Clock));
        Assert.Equal((OrchestrationRuntimeStatus.Suspended, 0), (durable.Await(() => durable.Client.GetInstanceAsync("one"))!.RuntimeStatus, durable.Calls));
        Assert.Single(durable.History("one"), "TimerFired");

        durable.Await(() => durable.Client.ResumeInstanceAsync("one"));

        Assert.Equal("ge", durable.Await(() => durable.Client.WaitForInstanceCompletionAsync("one", true)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task SuspendedBeforeItsTime_StartsWhenItIsResumed()
    {
        await using var durable = new InMemoryDurable(TestFunctions.Echoing());
        durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Five", new StartOrchestrationOptions("one", durable.Clock.GetUtcNow().AddMinutes(1))));
        durable.Await(() => durable.Client.SuspendInstanceAsync("one"));
        var before = durable.StoreCalls;
        durable.Await(() => Task.Delay(TimeSpan.FromMinutes(30), durable.Clock));
        Assert.InRange(durable.StoreCalls - before, 0, 20);
        Assert.Equal(0, durable.Calls);

        durable.Await(() => durable.Client.ResumeInstanceAsync("one"));

        Assert.Equal("01234", durable.Await(() => durable.Client.WaitForInstanceCompletionAsync("one", true)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Purge_Recursive_TakesTheChildrenToo()
    {
        var registry = Counting().Orchestrator("Parent", async context =>
            await context.CallSubOrchestratorAsync<int>("Count", new State(8, "abc"), new SubOrchestrationOptions { InstanceId = "child" }));
        await using var durable = new InMemoryDurable(registry);
        durable.Run("Parent", id: "one");
        durable.Await(() => Task.Delay(TimeSpan.FromSeconds(1), durable.Clock));

        Assert.Equal(2, durable.Await(() => durable.Client.PurgeInstanceAsync("one", new PurgeInstanceOptions(Recursive: true))).PurgedInstanceCount);
        Assert.Null(durable.Await(() => durable.Client.GetInstanceAsync("child")));
    }

    [Fact]
    public async Task PurgeAll_ByStatusAndTime_TakesThoseAlone()
    {
        var registry = Counting().Orchestrator("Wait", async context => await context.WaitForExternalEvent<string>("Go"))
            .Orchestrator("Breaks", context => throw new FormatException(context.InstanceId));
        await using var durable = new InMemoryDurable(registry);
        durable.Run("Breaks", id: "old");
        durable.Await(() => Task.Delay(TimeSpan.FromDays(3), durable.Clock));
        var since = durable.Clock.GetUtcNow();
        durable.Run("Breaks", id: "a");
        durable.Run("Count", new State(9, "x"), "b");
        durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("c")));

        Assert.Equal(1, durable.Await(() => durable.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(since, null, [OrchestrationRuntimeStatus.Failed]))).PurgedInstanceCount);
        Assert.Equal(["old", "b", "c"], Ids(durable));
        Assert.Equal(2, durable.Await(() => durable.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter())).PurgedInstanceCount);
        Assert.Equal(["c"], Ids(durable));
    }

    [Fact]
    public async Task Restart_OfALiveId_IsRefused()
    {
        await using var durable = new InMemoryDurable(TestFunctions.Echoing().Orchestrator("Wait", async context => await context.WaitForExternalEvent<string>("Go")));
        durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("one")));

        Assert.Throws<InvalidOperationException>(() => durable.Await(() => durable.Client.RestartAsync("one")));
        Assert.NotEqual("one", durable.Await(() => durable.Client.RestartAsync("one", restartWithNewInstanceId: true)));
    }

    [Fact]
    public async Task Query_OfListingsOlderThanTheirDays_FindsThem()
    {
        await using var durable = new InMemoryDurable(TestFunctions.Echoing());
        durable.Run("Five", id: "old");
        durable.Await(() => Task.Delay(TimeSpan.FromDays(40), durable.Clock));
        // As a release wrote it that knew no days.
        durable.Await(() => durable.Store.Table("clickdeployindex").Commit("days", [new RowChange.Delete("20260101")]));
        durable.Crash();
        durable.Run("Five", id: "new");

        Assert.Equal(["old", "new"], Ids(durable));
        Assert.Equal(["old", "new"], Ids(durable));
    }

    private static List<string> Ids(InMemoryDurable durable)
        => durable.Await(async () => await durable.Client.GetAllInstancesAsync().Select(seen => seen.InstanceId).ToListAsync());

    private static List<Row> Rows(InMemoryDurable durable, string table = "clickdeployinstances", string partition = "one") => durable.Await(async () =>
    {
        await Task.Delay(TimeSpan.FromSeconds(1), durable.Clock);
        return await durable.Store.Table(table).Query(partition, KeyRange.All).ToListAsync();
    });

    // Ten generations and an end, each with an activity.
    private static DurableRegistry Counting() => TestFunctions.Echoing().Orchestrator("Count", async context =>
    {
        var state = context.GetInput<State>()!;
        var text = await context.CallActivityAsync<string>("Echo", state.Text);
        if (state.N < 10)
        {
            context.ContinueAsNew(state with { N = state.N + 1 });
        }

        return text.Length;
    });

    private sealed record State(int N, string Text);
}
