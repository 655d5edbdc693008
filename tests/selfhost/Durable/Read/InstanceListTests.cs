using ClickDeploy.SelfHost.Durable;
using ClickDeploy.SelfHost.Durable.Read;
using ClickDeploy.SelfHost.Durable.Rows;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Azure;
using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Tests.SelfHost.Durable.Edges;
using ClickDeploy.Tests.Shared.Core;
using ClickDeploy.Tests.Shared.Storage;
using ClickDeploy.Tests.Shared.Storage.Azure;
using ClickDeploy.Tests.Simulation;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.SelfHost.Durable.Read;

/// <summary>What a page of a long list costs: what it holds, whatever else there is.</summary>
public abstract class InstanceListTests(Func<IStorage> store)
{
    private const int Days = 4;
    private const string X = "00000000000000000000000000000000";
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly OrchestrationRuntimeStatus[] Unfinished = [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    private int EachDay { get; set; } = 60;

    [Fact]
    public async Task Page_OfMany_ReadsItsOwnRowsAndOneMore()
    {
        await using var storage = new CountingStorage(store());
        var options = await Filled(storage);
        var list = ListOf(storage, options);

        var (seen, token, rows) = (new List<string>(), (string?)null, new List<int>());
        do
        {
            storage.Reset();
            var page = await list.Query(new OrchestrationQuery(CreatedFrom: Now.AddDays(-Days), PageSize: 20)).AsPages(token).FirstAsync();
            seen.AddRange(page.Values.Select(one => one.InstanceId));
            rows.Add(storage.Rows);
            token = page.ContinuationToken;
        }
        while (token is not null);

        Assert.Equal(Enumerable.Range(0, Days * EachDay).Select(Id), seen);
        // The days, 21 of the listing (of two days, where a page begins at the end of one), and their instances in eights.
        Assert.All(rows, read => Assert.InRange(read, 1, Days + 1 + 42 + 28));
    }

    [Fact]
    public async Task Page_WithinADay_ReadsThatDayOnly()
    {
        await using var storage = new CountingStorage(store());
        var options = await Filled(storage);
        var list = ListOf(storage, options);
        storage.Reset();

        var page = await list.Query(new OrchestrationQuery(Created(100), Created(104), PageSize: 50)).AsPages().FirstAsync();

        Assert.Equal(Enumerable.Range(100, 5).Select(Id), page.Values.Select(one => one.InstanceId));
        Assert.Null(page.ContinuationToken);
        Assert.InRange(storage.Rows, 1, Days + 1 + 5 + 5);
    }

    [Fact]
    public async Task Unfinished_AmongMany_AreReadAlone()
    {
        await using var storage = new CountingStorage(store());
        var options = await Filled(storage);
        var (list, index) = (ListOf(storage, options), storage.Table(options.HubName + "index"));
        await Stand(storage, options, (3, "Running"), (100, "Pending"), (200, "Suspended"));
        var rows = new[] { Keys.Hot(Id(200), X), Keys.Parked(Id(200), X), Keys.Hot(Id(3), X), Keys.Parked(Id(100), X), Keys.Hot(Id(50), X), Keys.Hot("nobody", X) };
        await index.Commit(Keys.Active, [.. rows.Select(key => new RowChange.Upsert(key, new RowData { ["created_at"] = Created(Array.FindIndex(Ids(), id => key.Contains($"|{id}|", StringComparison.Ordinal)) is >= 0 and var n ? n : 7) }))]);

        storage.Reset();
        var first = await list.Query(new OrchestrationQuery(Statuses: Unfinished, PageSize: 2)).AsPages().FirstAsync();
        var second = await list.Query(new OrchestrationQuery(Statuses: Unfinished, PageSize: 2)).AsPages(first.ContinuationToken).FirstAsync();

        Assert.Equal([Id(3), Id(100)], first.Values.Select(one => one.InstanceId));
        Assert.Equal([Id(200)], second.Values.Select(one => one.InstanceId));
        Assert.Null(second.ContinuationToken);
        Assert.InRange(storage.Rows, 1, 2 * (10 + 6));
        Assert.Equal([Id(100), Id(200)], await Found(list, new OrchestrationQuery(Created(4), Statuses: Unfinished)));
        Assert.Equal([Id(3), Id(100)], await Found(list, new OrchestrationQuery(CreatedTo: Created(100), Statuses: Unfinished)));
        Assert.Equal([Id(100)], await Found(list, new OrchestrationQuery(InstanceIdPrefix: Id(100), Statuses: [OrchestrationRuntimeStatus.Pending])));
        Assert.Empty(await Found(list, new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Failed])));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Unfinished_ThatIsWokenOrParkedBetweenTheReads_IsThere(bool isWoken)
    {
        await using var inner = store();
        var options = await Filled(inner);
        var index = inner.Table(options.HubName + "index");
        await Stand(inner, options, (3, "Running"));
        string[] keys = isWoken ? [Keys.Parked(Id(3), X), Keys.Hot(Id(3), X)] : [Keys.Hot(Id(3), X), Keys.Parked(Id(3), X)];
        await index.Commit(Keys.Active, [new RowChange.Upsert(keys[0], new RowData { ["created_at"] = Created(3) })]);
        var interrupted = new InterruptedStorage(inner, async (_, from) =>
        {
            if (from == (isWoken ? Keys.ParkedPrefix : Keys.HotPrefix) && await index.Get(Keys.Active, keys[0]) is { } row)
            {
                await index.Commit(Keys.Active, [new RowChange.Upsert(keys[1], row.Data), new RowChange.Delete(keys[0])]);
            }
        });

        Assert.Equal([Id(3)], await Found(ListOf(interrupted, options), new OrchestrationQuery(Statuses: Unfinished)));
    }

    [Fact]
    public async Task Unfinished_OfWhichThereAreTooMany_AreFoundByTheListing()
    {
        await using var storage = store();
        var options = await Filled(storage);
        await Stand(storage, options, (3, "Running"), (200, "Running"));
        foreach (var some in Enumerable.Range(0, 5_001).Chunk(100))
        {
            await storage.Table(options.HubName + "index").Commit(Keys.Active, [.. some.Select(n => new RowChange.Insert(Keys.Parked($"gone{n}", X), new RowData { ["created_at"] = Created(0) }))]);
        }

        Assert.Equal([Id(3), Id(200)], await Found(ListOf(storage, options), new OrchestrationQuery(Statuses: Unfinished)));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task Page_WhereFewFit_EndsAfterSoManyLooks_AndTheNextGoesOn()
    {
        EachDay = 300;
        await using var storage = new CountingStorage(store());
        var options = await Filled(storage);
        var list = ListOf(storage, options);
        await Stand(storage, options, (5, "Failed"), (1_100, "Failed"), (1_199, "Failed"));
        var query = new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Running]);

        var (pages, token) = (new List<string>(), (string?)null);
        do
        {
            storage.Reset();
            var page = await list.Query(query).AsPages(token).FirstAsync();
            pages.Add(string.Join(' ', page.Values.Select(one => one.InstanceId)));
            token = page.ContinuationToken;
            // The looks, and the listing of the days that they are of.
            Assert.InRange(storage.Rows, 1, InstanceList.MostMissed + 50 + (Days * EachDay));
        }
        while (token is not null);

        Assert.Equal([Id(5), $"{Id(1_100)} {Id(1_199)}"], pages);
        Assert.Equal([Id(5), Id(1_100), Id(1_199)], await Found(list, query));
        Assert.Equal([1_000, 200], await list.Query(new OrchestrationQuery(PageSize: int.MaxValue)).AsPages().Select(page => page.Values.Count).ToListAsync());
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task Page_WhereFewIdsBeginSo_EndsAfterSoManyRows_AndTheNextGoesOn()
    {
        await using var storage = store();
        var options = await Filled(storage);
        var list = ListOf(storage, options);
        foreach (var some in Enumerable.Range(1, 6_600).Chunk(100))
        {
            await storage.Table(options.HubName + "index").Commit(Keys.CreatedPartition(Created(0)), [.. some.Select(n => new RowChange.Insert(Keys.Created(Created(0).AddTicks(-n), "other"), []))]);
        }

        var query = new OrchestrationQuery(InstanceIdPrefix: Id(0));
        var first = await list.Query(query).AsPages().FirstAsync();
        var second = await list.Query(query).AsPages(first.ContinuationToken).FirstAsync();

        Assert.Empty(first.Values);
        Assert.Equal([Id(0)], second.Values.Select(one => one.InstanceId));
        Assert.Null(second.ContinuationToken);
        Assert.Equal([Id(0)], await Found(list, query));
    }

    [Fact]
    public async Task Payloads_OfWhatBeginsAnewBetweenTheReads_AreItsNewOnes()
    {
        const int Later = 20;
        await using var inner = store();
        var model = await Model();
        var options = await Filled(inner);
        var instances = inner.Table(options.HubName + "instances");
        await instances.Commit(Id(3), [.. model.Select(row => new RowChange.Upsert(row.Key, row.Key == Keys.Instance ? new RowData(row.Data) { ["created_at"] = Created(3) } : row.Data))]);
        var interrupted = new InterruptedStorage(inner, async (_, key) =>
        {
            if (key == Keys.History(0) && await instances.Get(Id(3), key) is not null)
            {
                await instances.Commit(Id(3), [.. model.SelectMany(row => Moved(row))]);
            }
        });

        var seen = await ListOf(interrupted, options).Query(new OrchestrationQuery(Created(3), Created(3), FetchInputsAndOutputs: true)).SingleAsync();

        Assert.Equal(("\"x\"", OrchestrationRuntimeStatus.Completed), (seen.SerializedInput, seen.RuntimeStatus));
        Assert.NotNull(seen.SerializedOutput);

        IEnumerable<RowChange> Moved(Row row) => row.Key == Keys.Instance
            ? [new RowChange.Upsert(row.Key, new RowData(row.Data) { ["created_at"] = Created(3), ["first"] = Later + row.Data.Int32("first")!.Value, ["next"] = Later + row.Data.Int32("next")!.Value })]
            : [new RowChange.Delete(row.Key), new RowChange.Insert(Keys.History(Later + Keys.Number(row.Key)), row.Data)];
    }

    [Theory]
    [InlineData("")]
    [InlineData("b")]
    [InlineData("9999999999999999999|b")]
    [InlineData("-000000000000000001|b")]
    [InlineData("0000000000000000000|b")]
    [InlineData("0638000000000000000")]
    [InlineData("0638000000000000000|")]
    [InlineData("0638000000000000000b")]
    [InlineData("0638000000000000000/b")]
    [InlineData("0638000000000000000|@b")]
    [InlineData("0638000000000000000|b\u0007")]
    public async Task Token_ThatIsNone_IsRefused(string token)
    {
        await using var storage = store();
        var options = new DurableOptions { HubName = $"q{Guid.NewGuid():N}"[..20] };
        var list = ListOf(storage, options);

        var refusal = await Assert.ThrowsAsync<FormatException>(async () => await list.Query(new OrchestrationQuery()).AsPages(token).FirstAsync());

        Assert.Contains("Use the one of the page before", refusal.Message, StringComparison.Ordinal);
    }

    private static InstanceList ListOf(IStorage storage, DurableOptions options)
    {
        var clock = new Clock(Now);
        return new(new IndexStore(storage, options), new InstanceReader(new InstanceStore(storage, options)), clock, cancellation => new CallPatience(clock, options, cancellation));
    }

    private static async Task<List<string>> Found(InstanceList list, OrchestrationQuery query) => await list.Query(query).Select(one => one.InstanceId).ToListAsync();

    // What has ended, with all of its history and nothing else.
    private static async Task<List<Row>> Model()
    {
        await using var durable = new InMemoryDurable(TestFunctions.Echoing());
        durable.Run("Five", "x", id: "model");
        return durable.Await(async () => await durable.Store.Table("clickdeployinstances").Query("model", KeyRange.All).Where(row => row.Key == Keys.Instance || row.Key.StartsWith(Keys.HistoryPrefix, StringComparison.Ordinal)).ToListAsync());
    }

    // Of one real instance, under other ids and at other times; without its history.
    private async Task<DurableOptions> Filled(IStorage storage)
    {
        var model = (await Model()).Single(row => row.Key == Keys.Instance).Data;
        var options = new DurableOptions { HubName = $"q{Guid.NewGuid():N}"[..20] };
        var (index, instances) = (storage.Table(options.HubName + "index"), storage.Table(options.HubName + "instances"));
        await index.Commit(Keys.Days, [new RowChange.Upsert(Keys.DaysAreComplete, []), .. Enumerable.Range(0, Days).Select(day => new RowChange.Upsert(Keys.Day(Created(day * EachDay)), []))]);
        foreach (var some in Enumerable.Range(0, Days * EachDay).Chunk(60))
        {
            await index.Commit(Keys.CreatedPartition(Created(some[0])), [.. some.Select(n => new RowChange.Upsert(Keys.Created(Created(n), Id(n)), new RowData { ["execution"] = "x" }))]);
            await Task.WhenAll(some.Select(n => instances.Commit(Id(n), [new RowChange.Upsert(Keys.Instance, new RowData(model) { ["created_at"] = Created(n) })])));
        }

        return options;
    }

    private async Task Stand(IStorage storage, DurableOptions options, params (int N, string Status)[] changed)
    {
        var instances = storage.Table(options.HubName + "instances");
        foreach (var (n, status) in changed)
        {
            await instances.Commit(Id(n), [new RowChange.Upsert(Keys.Instance, new RowData((await instances.Get(Id(n), Keys.Instance))!.Data) { ["status"] = status })]);
        }
    }

    private string[] Ids() => [.. Enumerable.Range(0, Days * EachDay).Select(Id)];

    // Against the order of the ids: it is not by them.
    private string Id(int n) => $"{Days * EachDay - n:D4}";

    private DateTimeOffset Created(int n) => new(Now.UtcDateTime.Date.AddDays((n / EachDay) - Days + 1).AddMinutes(n % EachDay), TimeSpan.Zero);
}

public sealed class InstanceListTestsInMemory() : InstanceListTests(() => SqliteStorage.InMemory(TimeProvider.System));

[Collection(OnAzurite.Name)]
[Trait("Speed", "Slow")]
public sealed class InstanceListTestsOnAzurite(AzuriteFixture azurite) : InstanceListTests(() => AzureStorage.Connect(azurite.ConnectionString, TimeProvider.System));
