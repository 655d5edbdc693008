using ClickDeploy.SelfHost.Durable;
using ClickDeploy.SelfHost.Durable.Hub;
using ClickDeploy.Storage;
using ClickDeploy.Tests.Simulation;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.SelfHost.Durable;

/// <summary>The engine's edges, in memory.</summary>
public sealed class EngineTests
{
    [Fact]
    public async Task Sequence_OfFive_RunsOnceEach()
    {
        await using var durable = new InMemoryDurable(TestFunctions.Echoing());

        var end = durable.Run("Five");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus);
        Assert.Equal("01234", end.ReadOutputAs<string>());
        Assert.Equal(5, durable.Calls);
    }

    [Fact]
    public async Task Instance_ThatHasEnded_LeavesNothingInTheIndex()
    {
        await using var durable = new InMemoryDurable(TestFunctions.Echoing());

        durable.Run("Five", id: "one");
        durable.Await(() => Task.Delay(TimeSpan.FromSeconds(1), durable.Clock));

        Assert.Empty(Rows(durable, "clickdeployindex", "active"));
        Assert.DoesNotContain(Rows(durable, "clickdeployinstances", "one"), row => row.Key[0] is 'm' or 'o');
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(100_000)]
    [InlineData(2_000_000)]
    public async Task Payload_OfAnySize_ComesBackAfterACrash(int length)
    {
        var registry = TestFunctions.Echoing().Orchestrator("Big", async context =>
        {
            var text = context.GetInput<string>()!;
            var same = await context.CallActivityAsync<string>("Echo", text);
            await context.WaitForExternalEvent<string>("Go");
            return same + text;
        });
        await using var durable = new InMemoryDurable(registry);
        var text = new string('x', length);
        durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Big", text, new StartOrchestrationOptions("big")));
        durable.Await(() => Until(durable, () => durable.Calls == 1 && durable.History("big").Contains("TaskCompleted")));

        durable.Crash();
        durable.Await(() => durable.Client.RaiseEventAsync("big", "Go", "now"));
        var end = durable.Await(() => durable.Client.WaitForInstanceCompletionAsync("big", true));

        Assert.Equal(text + text, end.ReadOutputAs<string>());
        Assert.Equal(1, durable.Calls);
    }

    [Fact]
    public async Task Activities_MoreThanAStepTakes_AllCount()
    {
        var registry = TestFunctions.Echoing().Orchestrator("Many", async context =>
            (await Task.WhenAll(Enumerable.Range(0, 250).Select(n => context.CallActivityAsync<string>("Echo", $"{n}")))).Length);
        await using var durable = new InMemoryDurable(registry, options: options => options.MaxActivities = 1_000);

        Assert.Equal(250, durable.Run("Many").ReadOutputAs<int>());
    }

    [Fact]
    public async Task Events_MoreThanAStepTakesFromAnotherProcess_AllCountInOrder()
    {
        var registry = TestFunctions.Echoing().Orchestrator("Collect", async context =>
        {
            var all = new List<int>();
            while (all.Count < 200)
            {
                all.Add(await context.WaitForExternalEvent<int>("Item"));
            }

            return all;
        });
        await using var durable = new InMemoryDurable(registry);
        durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Collect", new StartOrchestrationOptions("collect")));
        durable.Await(() => durable.Client.WaitForInstanceStartAsync("collect"));

        // Before the new process has the hub its client can only write rows.
        durable.Crash();
        Assert.Null(durable.Hub.Term);
        durable.Await(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                await durable.Client.RaiseEventAsync("collect", "Item", i);
            }
        });

        var end = durable.Await(() => durable.Client.WaitForInstanceCompletionAsync("collect", true));
        Assert.Equal(Enumerable.Range(0, 200), end.ReadOutputAs<List<int>>());
    }

    [Fact]
    public async Task Start_OfALiveId_IsRefusedAndChangesNothing()
    {
        var registry = TestFunctions.Echoing().Orchestrator("Wait", async context => await context.WaitForExternalEvent<string>("Go"));
        await using var durable = new InMemoryDurable(registry);
        durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("one")));

        var refusal = Assert.Throws<InvalidOperationException>(() => durable.Run("Five", id: "one"));

        Assert.Contains("already exists", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("Wait", durable.Await(() => durable.Client.GetInstanceAsync("one"))!.Name);
    }

    [Fact]
    public async Task Start_OfAFinishedId_RunsAgainUnlessItsStatusIsNamed()
    {
        await using var durable = new InMemoryDurable(TestFunctions.Echoing());
        durable.Run("Five", id: "one");

        Assert.Equal("01234", durable.Run("Five", id: "one").ReadOutputAs<string>());
        var options = new StartOrchestrationOptions("one") { DedupeStatuses = ["Completed"] };
        var refusal = Assert.Throws<InvalidOperationException>(() => durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Five", options)));

        Assert.Contains("already exists", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(10, durable.Calls);
        Assert.Single(Rows(durable, "clickdeployindex", "created|20260101"));
        Assert.All(Rows(durable, "clickdeployinstances", "one").Where(row => row.Key[0] == 'h'), row => Assert.True(string.CompareOrdinal(row.Key, "h|0000000006") > 0, row.Key));
    }

    [Fact]
    public async Task Purge_OfAFinishedInstance_LeavesNothing()
    {
        var registry = TestFunctions.Echoing().Orchestrator("Big", async context => await context.CallActivityAsync<string>("Echo", new string('x', 1_000_000)));
        await using var durable = new InMemoryDurable(registry);
        durable.Run("Big", id: "one");

        var purged = durable.Await(() => durable.Client.PurgeInstanceAsync("one", CancellationToken.None));

        Assert.Equal(1, purged.PurgedInstanceCount);
        Assert.Empty(Rows(durable, "clickdeployinstances", "one"));
        Assert.Empty(Rows(durable, "clickdeployindex", "created|20260101"));
        Assert.Empty(durable.Await(async () => await durable.Store.Blobs("clickdeployhistories").List("one/").ToListAsync()));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a#b")]
    [InlineData("@a")]
    [InlineData("a\u0007")]
    public async Task Start_WithAnIdThatIsNotAllowed_IsRefused(string id)
    {
        await using var durable = new InMemoryDurable(TestFunctions.Echoing());

        Assert.Throws<ArgumentException>(() => durable.Run("Five", id: id));
    }

    [Fact]
    public async Task Result_ThatIsTooLong_FailsTheCallWithASentence()
    {
        var registry = TestFunctions.Echoing().Activity<int>("Long", n => Task.FromResult<object?>(new string('x', n)))
            .Orchestrator("Calls", async context => await context.CallActivityAsync<string>("Long", 20_000));
        await using var durable = new InMemoryDurable(registry, options: options => options.MaxPayloadLength = 10_000);

        var end = durable.Run("Calls");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("at most 10000 are allowed", end.SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_ThatGrowsTooLong_EndsTheInstanceWithASentence()
    {
        var registry = TestFunctions.Echoing().Orchestrator("Endless", async context =>
        {
            while (true)
            {
                await context.CallActivityAsync<string>("Echo", new string('x', 1_000));
            }
        });
        await using var durable = new InMemoryDurable(registry, options: options => options.MaxHistoryBytes = 50_000);

        var end = durable.Run("Endless");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("MaxHistoryBytes", end.SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CustomStatus_ThatIsTooLong_FailsWithASentence()
    {
        var registry = TestFunctions.Echoing().Orchestrator("Talks", context =>
        {
            context.SetCustomStatus(new string('s', 40_000));
            return Task.FromResult<object?>(null);
        });
        await using var durable = new InMemoryDurable(registry);

        Assert.Contains("at most 32000 are allowed", durable.Run("Talks").SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timer_OfAnHour_IsParkedAndFiresAfterACrash()
    {
        var registry = TestFunctions.Echoing().Orchestrator("Sleeps", async context =>
        {
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            return context.CurrentUtcDateTime;
        });
        await using var durable = new InMemoryDurable(registry);
        var began = durable.Clock.GetUtcNow();
        durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Sleeps", new StartOrchestrationOptions("one")));
        durable.Await(() => Task.Delay(TimeSpan.FromMinutes(5), durable.Clock));
        Assert.StartsWith("parked|one|", Assert.Single(Rows(durable, "clickdeployindex", "active")).Key, StringComparison.Ordinal);

        durable.Crash();
        var end = durable.Await(() => durable.Client.WaitForInstanceCompletionAsync("one", true));

        Assert.InRange(end.ReadOutputAs<DateTime>() - began.UtcDateTime, TimeSpan.FromHours(1), TimeSpan.FromHours(1) + TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Child_WhoseIdIsLive_FailsTheCallWithASentence()
    {
        var registry = TestFunctions.Echoing()
            .Orchestrator("Wait", async context => await context.WaitForExternalEvent<string>("Go"))
            .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>("Wait", new SubOrchestrationOptions { InstanceId = "taken" }));
        await using var durable = new InMemoryDurable(registry);
        durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("taken")));

        var end = durable.Run("Parent");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("already exists", end.SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Idle_Hub_CallsTheStoreLessThanOnceASecond()
    {
        var real = new DurableOptions();
        await using var durable = new InMemoryDurable(
            TestFunctions.Echoing(),
            options: options => (options.LeaseDuration, options.LeaseRenewal, options.LookInterval) = (real.LeaseDuration, real.LeaseRenewal, real.LookInterval));
        durable.Run("Five");
        durable.Await(() => Task.Delay(TimeSpan.FromMinutes(1), durable.Clock));
        var before = durable.StoreCalls;

        durable.Await(() => Task.Delay(TimeSpan.FromMinutes(10), durable.Clock));

        Assert.InRange(durable.StoreCalls - before, 1, 300);
    }

    [Fact]
    public async Task Sequence_OfFive_TakesOneCommitAStep()
    {
        await using var durable = new InMemoryDurable(TestFunctions.Echoing());
        durable.Run("Five");
        var before = durable.StoreCalls;

        durable.Run("Five");

        // Start: hot, listing, instance. Six steps. The end: hot is removed. The client: three reads with payloads, twice. A lease renewal may fall in between.
        Assert.InRange(durable.StoreCalls - before, 10, 18);
    }

    private static async Task Until(InMemoryDurable durable, Func<bool> isSo)
    {
        for (var i = 0; i < 10_000 && !isSo(); i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), durable.Clock);
        }
    }

    private static List<Row> Rows(InMemoryDurable durable, string table, string partition)
        => durable.Await(async () => await durable.Store.Table(table).Query(partition, KeyRange.All).ToListAsync());
}
