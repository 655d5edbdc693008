using ClickDeploy.SelfHost.Durable;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Azure;
using ClickDeploy.Tests.Shared.Storage.Azure;
using ClickDeploy.Tests.Simulation;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.SelfHost.Durable.Edges;

/// <summary>Lists by odd filters, and while they change.</summary>
public abstract class QueryEdges(Func<IStorage>? store) : Edges(store)
{
    [Fact]
    public async Task Pages_WhileInstancesAreRemoved_HaveTheRestOnceEach()
    {
        await using var durable = WithFive();

        var (first, token) = Page(durable, new OrchestrationQuery(PageSize: 2), null);
        durable.Await(() => durable.Client.PurgeInstanceAsync("b", CancellationToken.None));
        durable.Await(() => durable.Client.PurgeInstanceAsync("c", CancellationToken.None));
        var (second, end) = Page(durable, new OrchestrationQuery(PageSize: 2), token);

        Assert.Equal(["a", "b"], first);
        Assert.Equal(["d", "e"], second);
        Assert.Null(end);
    }

    [Fact]
    public async Task Pages_WhileInstancesAreStarted_HaveThemLast()
    {
        await using var durable = WithFive();

        var (_, token) = Page(durable, new OrchestrationQuery(PageSize: 3), null);
        durable.Run("Ends", id: "ab");
        durable.Run("Ends", id: "f");

        Assert.Equal(["d", "e", "ab", "f"], Page(durable, new OrchestrationQuery(PageSize: 4), token).Ids);
    }

    [Fact]
    public async Task Running_WhileSomeEndAndOthersStart_AreListedOnce()
    {
        await using var durable = Durable(Ending().Orchestrator("Waits", async context => await context.WaitForExternalEvent<string>("Go")));
        foreach (var id in "abcde")
        {
            StartAndRest(durable, "Waits", $"{id}");
        }

        var running = new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Running], PageSize: 2, FetchInputsAndOutputs: true);
        var (first, token) = Page(durable, running, null);
        Raise(durable, "a", "Go", "a");
        Raise(durable, "c", "Go", "c");
        StartAndRest(durable, "Waits", "f");
        durable.Run("Ends", id: "g");
        var (second, next) = Page(durable, running, token);
        var (third, end) = Page(durable, running, next);

        Assert.Equal(["a", "b"], first);
        Assert.Equal(["d", "e"], second);
        Assert.Equal(["f"], third);
        Assert.Null(end);
        Assert.Equal(["a", "c", "g"], List(durable, new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Completed], PageSize: 2)));
    }

    [Fact]
    public async Task Unfinished_AtRestForLongAndWoken_AreListed()
    {
        await using var durable = Durable(Ending().Orchestrator("Waits", async context =>
        {
            await context.WaitForExternalEvent<string>("Go");
            return await context.WaitForExternalEvent<string>("On");
        }));
        foreach (var id in "abcd")
        {
            StartAndRest(durable, "Waits", $"{id}");
        }

        durable.Await(() => Task.Delay(TimeSpan.FromMinutes(5), durable.Clock));
        durable.Await(() => durable.Client.SuspendInstanceAsync("c"));
        Assert.Equal(["a", "b", "d"], List(durable, new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Running])));
        Raise(durable, "b", "Go");
        Assert.Equal(["a", "b", "c", "d"], List(durable, new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended])));
        durable.Await(() => durable.Client.TerminateInstanceAsync("d"));
        Raise(durable, "b", "On");
        End(durable, "b");

        Assert.Equal(["a"], List(durable, new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Running])));
        Assert.Equal(["c"], List(durable, new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Suspended])));
    }

    [Fact]
    public async Task Token_InTheQueryItself_IsUsed()
    {
        await using var durable = WithFive();
        var (_, token) = Page(durable, new OrchestrationQuery(PageSize: 4), null);

        Assert.Equal(["e"], durable.Await(async () => await durable.Client.GetAllInstancesAsync(new OrchestrationQuery(ContinuationToken: token)).Select(one => one.InstanceId).ToListAsync()));
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(0, 5)]
    [InlineData(5, 1)]
    [InlineData(100, 1)]
    public async Task Pages_OfAnySize_HaveAll(int size, int pages)
    {
        await using var durable = WithFive();

        var all = durable.Await(async () => await durable.Client.GetAllInstancesAsync(new OrchestrationQuery(PageSize: size)).AsPages().ToListAsync());

        Assert.Equal(pages, all.Count);
        Assert.Equal(["a", "b", "c", "d", "e"], all.SelectMany(page => page.Values).Select(one => one.InstanceId));
    }

    [Fact]
    public async Task Query_ThatFindsNothing_IsOneEmptyPage()
    {
        await using var durable = Durable(Ending());

        var page = Assert.Single(durable.Await(async () => await durable.Client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: "none")).AsPages().ToListAsync()));

        Assert.Empty(page.Values);
        Assert.Null(page.ContinuationToken);
    }

    [Theory]
    [InlineData("grün-", "grün-1,grün-2")]
    [InlineData("grün-1", "grün-1")]
    [InlineData("🚀", "🚀|%_")]
    [InlineData("%", "")]
    [InlineData("Grün", "")]
    [InlineData("", "grün-1,grün-2,x'y,🚀|%_")]
    [InlineData("x'", "x'y")]
    public async Task Prefix_OfAnyCharacters_IsTakenByTheLetter(string prefix, string found)
    {
        await using var durable = Durable(Ending());
        foreach (var id in new[] { "grün-1", "grün-2", "🚀|%_", "x'y" })
        {
            durable.Run("Ends", id: id);
        }

        Assert.Equal(found, string.Join(',', List(durable, new OrchestrationQuery(InstanceIdPrefix: prefix)).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Times_AreTakenWithBothEnds()
    {
        await using var durable = WithFive();
        var created = durable.Await(() => durable.Client.GetInstanceAsync("c"))!.CreatedAt;

        Assert.Equal(["c"], List(durable, new OrchestrationQuery(created, created)));
        Assert.Equal(["c", "d", "e"], List(durable, new OrchestrationQuery(CreatedFrom: created)));
        Assert.Equal(["a", "b", "c"], List(durable, new OrchestrationQuery(CreatedTo: created)));
        Assert.Empty(List(durable, new OrchestrationQuery(created, created.AddTicks(-1))));
        Assert.Equal(["a", "b", "c", "d", "e"], List(durable, new OrchestrationQuery(DateTimeOffset.MinValue, DateTimeOffset.MaxValue)));
    }

    [Fact]
    public async Task Times_OfAnotherZone_AreTheSameMoments()
    {
        await using var durable = WithFive();
        var created = durable.Await(() => durable.Client.GetInstanceAsync("c"))!.CreatedAt.ToOffset(TimeSpan.FromHours(-11));

        Assert.Equal(["c"], List(durable, new OrchestrationQuery(created, created)));
    }

    [Theory]
    [InlineData("", "done,failed,over,paused,runs,waits")]
    [InlineData("Completed", "done")]
    [InlineData("Pending,Suspended", "paused,waits")]
    [InlineData("Failed,Terminated,Running", "failed,over,runs")]
    [InlineData("ContinuedAsNew,Canceled", "")]
    public async Task Statuses_EachAloneAndTogether(string statuses, string found)
    {
        await using var durable = Durable(Ending()
            .Orchestrator("Fails", _ => throw new InvalidOperationException("as asked"))
            .Orchestrator("Waits", async context => await context.WaitForExternalEvent<string>("Go")));
        durable.Run("Ends", id: "done");
        durable.Run("Fails", id: "failed");
        foreach (var id in new[] { "over", "paused", "runs" })
        {
            StartAndRest(durable, "Waits", id);
        }

        durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Waits", new StartOrchestrationOptions("waits", durable.Clock.GetUtcNow().AddDays(1))));
        durable.Await(() => durable.Client.TerminateInstanceAsync("over"));
        durable.Await(() => durable.Client.SuspendInstanceAsync("paused"));
        Rest(durable);
        OrchestrationRuntimeStatus[] asked = [.. statuses.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<OrchestrationRuntimeStatus>)];

        Assert.Equal(found, string.Join(',', List(durable, new OrchestrationQuery(Statuses: asked))));
    }

    [Fact]
    public async Task Instance_StartedAnew_IsListedOnceWithItsNewTime()
    {
        await using var durable = WithFive();
        var before = durable.Await(() => durable.Client.GetInstanceAsync("c"))!.CreatedAt;
        durable.Await(() => Task.Delay(TimeSpan.FromDays(2), durable.Clock));

        durable.Run("Ends", id: "c");

        Assert.Equal(["c"], List(durable, new OrchestrationQuery(CreatedFrom: before.AddDays(1))));
        Assert.Equal(["a", "b", "d", "e"], List(durable, new OrchestrationQuery(CreatedTo: before.AddDays(1))));
    }

    [Fact]
    public async Task Purge_ByTimeAndStatus_ThroughTheExtension_TakesThoseAlone()
    {
        await using var durable = WithFive();
        var created = durable.Await(() => durable.Client.GetInstanceAsync("c"))!.CreatedAt;

        Assert.Equal(0, durable.Await(() => durable.Client.PurgeInstancesAsync(null, null, [OrchestrationRuntimeStatus.Failed])).PurgedInstanceCount);
        Assert.Equal(1, durable.Await(() => durable.Client.PurgeInstancesAsync(created, created)).PurgedInstanceCount);
        Assert.Equal(2, durable.Await(() => durable.Client.PurgeInstancesAsync(null, created, new PurgeInstanceOptions(Recursive: true))).PurgedInstanceCount);
        Assert.Equal(2, durable.Await(() => durable.Client.PurgeInstancesAsync(created, null, [OrchestrationRuntimeStatus.Completed], new PurgeInstanceOptions())).PurgedInstanceCount);
        Assert.Empty(List(durable, new OrchestrationQuery()));
    }

    [Fact]
    public async Task Purge_OutOfTime_SaysThatItIsNotComplete()
    {
        await using var durable = WithFive();

        var stopped = durable.Await(() => durable.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter { Timeout = TimeSpan.Zero }));
        var whole = durable.Await(() => durable.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(), CancellationToken.None));

        Assert.Equal((0, false), (stopped.PurgedInstanceCount, stopped.IsComplete));
        Assert.Equal((5, true), (whole.PurgedInstanceCount, whole.IsComplete));
    }

    private static DurableRegistry Ending() => TestFunctions.Echoing().Orchestrator("Ends", _ => Task.FromResult<object?>(null));

    private static List<string> List(InMemoryDurable durable, OrchestrationQuery query)
        => durable.Await(async () => await durable.Client.GetAllInstancesAsync(query).Select(one => one.InstanceId).ToListAsync());

    private static (List<string> Ids, string? Token) Page(InMemoryDurable durable, OrchestrationQuery query, string? token) => durable.Await(async () =>
    {
        var page = await durable.Client.GetAllInstancesAsync(query).AsPages(token).FirstAsync();
        return (page.Values.Select(one => one.InstanceId).ToList(), page.ContinuationToken);
    });

    private InMemoryDurable WithFive()
    {
        var durable = Durable(Ending());
        foreach (var id in "abcde")
        {
            durable.Run("Ends", id: $"{id}");
            Rest(durable);
        }

        return durable;
    }
}

[Trait("Speed", "Slow")]
public sealed class QueryEdgesInMemory() : QueryEdges(null);

[Collection(OnAzurite.Name)]
[Trait("Speed", "Slow")]
public sealed class QueryEdgesOnAzurite(AzuriteFixture azurite) : QueryEdges(() => AzureStorage.Connect(azurite.ConnectionString, TimeProvider.System));
