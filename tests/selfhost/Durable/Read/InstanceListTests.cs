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
    private const int EachDay = 60;
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

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

    // Of one real instance, under other ids and at other times.
    private static async Task<DurableOptions> Filled(IStorage storage)
    {
        await using var durable = new InMemoryDurable(TestFunctions.Echoing());
        durable.Run("Five", "x", id: "model");
        var model = durable.Await(async () => await durable.Store.Table("clickdeployinstances").Query("model", KeyRange.All).ToListAsync());
        var options = new DurableOptions { HubName = $"q{Guid.NewGuid():N}"[..20] };
        var (index, instances) = (storage.Table(options.HubName + "index"), storage.Table(options.HubName + "instances"));
        await index.Commit(Keys.Days, [new RowChange.Upsert(Keys.DaysAreComplete, []), .. Enumerable.Range(0, Days).Select(day => new RowChange.Upsert(Keys.Day(Created(day * EachDay)), []))]);
        for (var day = 0; day < Days; day++)
        {
            var all = Enumerable.Range(day * EachDay, EachDay).ToList();
            await index.Commit(Keys.CreatedPartition(Created(all[0])), [.. all.Select(n => new RowChange.Upsert(Keys.Created(Created(n), Id(n)), new RowData { ["execution"] = "x" }))]);
            await Task.WhenAll(all.Select(n => instances.Commit(Id(n), [.. model.Where(row => row.Key == Keys.Instance).Select(row => new RowChange.Upsert(row.Key, new RowData(row.Data) { ["created_at"] = Created(n) }))])));
        }

        return options;
    }

    // Against the order of the ids: it is not by them.
    private static string Id(int n) => $"{Days * EachDay - n:D4}";

    private static DateTimeOffset Created(int n) => new(Now.UtcDateTime.Date.AddDays((n / EachDay) - Days + 1).AddMinutes(n % EachDay), TimeSpan.Zero);
}

public sealed class InstanceListTestsInMemory() : InstanceListTests(() => SqliteStorage.InMemory(TimeProvider.System));

[Collection(OnAzurite.Name)]
[Trait("Speed", "Slow")]
public sealed class InstanceListTestsOnAzurite(AzuriteFixture azurite) : InstanceListTests(() => AzureStorage.Connect(azurite.ConnectionString, TimeProvider.System));
