using ClickDeploy.Core;
using ClickDeploy.Metrics;
using ClickDeploy.Services;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Tests.SelfHost.Timers;

namespace ClickDeploy.Tests.Shared.Metrics;

public sealed class MetricStoreTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ServiceRef Service = new("acme", Guid.NewGuid(), Guid.NewGuid());
    private readonly SqliteStorage _storage = SqliteStorage.InMemory(TimeProvider.System);
    private readonly ManualTime _time = new(Begin);

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task Read_OfTheLastHour_HasEachPoint_AndGapsAreNaN()
    {
        var store = new MetricStore(_storage, _time);
        await Sample(store, TimeSpan.FromMinutes(10), value: 5);
        _time.Step(_time.GetUtcNow().AddMinutes(5));
        await Sample(store, TimeSpan.FromMinutes(1), value: 7);

        var points = await Read(store, "1h");

        Assert.Equal(360, points.Count);
        Assert.Equal(_time.GetUtcNow(), points[^1].Time);
        Assert.All(points.Take(360 - 96), Unknown);
        Assert.Equal(Enumerable.Repeat(7f, 6), points.TakeLast(6).Select(point => point.Values[0]));
        Assert.All(points.Skip(360 - 36).Take(30), Unknown);
        Assert.Equal(Enumerable.Repeat(5f, 60), points.Skip(360 - 96).Take(60).Select(point => point.Values[0]));
    }

    [Fact]
    public async Task Read_OfLongerRanges_HasMeans_AlsoAfterARestart()
    {
        await Sample(new MetricStore(_storage, _time), TimeSpan.FromMinutes(30), value: 10);
        var store = new MetricStore(_storage, _time);
        await Sample(store, TimeSpan.FromMinutes(31), value: 20);

        var day = (await Read(store, "24h")).Where(point => !float.IsNaN(point.Values[0])).ToList();
        var month = (await Read(store, "30d")).Where(point => !float.IsNaN(point.Values[0])).ToList();

        Assert.Equal([.. Enumerable.Repeat(10f, 30), .. Enumerable.Repeat(20f, 31)], day.Select(point => point.Values[0]));
        Assert.Equal([10f, 10f, 20f, 20f, 20f], month.Select(point => MathF.Round(point.Values[0])));
    }

    [Fact]
    public async Task Read_OfLongerRanges_HasThePercentilesOfAllRequests_AlsoAfterARestart()
    {
        // Of two half hours the second has a tenth of the requests, and they are slow.
        await Sample(new MetricStore(_storage, _time), TimeSpan.FromMinutes(30), value: 1, Took(0.01, times: 90));
        var store = new MetricStore(_storage, _time);
        await Sample(store, TimeSpan.FromMinutes(31), value: 1, Took(1, times: 10));

        var fine = await Read(store, "1h");
        var all = new Durations();
        foreach (var point in await Read(store, "7d"))
            all.Add(point.Durations ?? new());

        Assert.Equal(10, fine[^1].Durations!.Count);
        // Of each store's first minute the first sample came after 10 s; the minute that was open at the restart lost the sample it had.
        Assert.Equal((179 * 90) + (185 * 10), all.Count);
        Assert.InRange(all.Percentile(0.5)!.Value, 0.0075, 0.0126);
        Assert.InRange(all.Percentile(0.95)!.Value, 0.75, 1.26);
    }

    [Fact]
    public async Task Rows_OfARowThatAnOlderReleaseWrote_KeepTheirNumbers()
    {
        var values = Enumerable.Range(0, 6).SelectMany(_ => new float[] { 1, 2, 3, 4, 5, 6 }).ToArray();
        var row = new RowData { ["start"] = Begin, ["width"] = 6, ["values"] = System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray() };
        await _storage.Table("metrics").Commit($"acme|{Service.ServiceId}", [new RowChange.Upsert(MetricStep.Fine.RowOf(Begin), row)]);
        _time.Step(Begin.AddMinutes(1));

        var point = (await Read(new MetricStore(_storage, _time), "1h")).Single(point => point.Time == Begin);

        Assert.Equal((6f, float.NaN), (point[MetricName.NetworkTxBytes], point[MetricName.RequestsPerSecond]));
        Assert.Null(point.Durations);
    }

    [Fact]
    public async Task Rows_AfterTwoMonths_AreNoMoreThanAfterOne()
    {
        var store = new MetricStore(_storage, _time);
        for (var hour = 0; hour < 24 * 60; hour += 5)
        {
            await Sample(store, TimeSpan.FromSeconds(70), value: 1);
            _time.Step(Begin.AddHours(hour));
        }

        Assert.InRange(await Rows(), 31, 61 + 25 + 31);
        Assert.InRange((await Read(store, "30d")).Count(point => !float.IsNaN(point.Values[0])), 100, 200);
        await store.Remove(Service);
        Assert.Equal(0, await Rows());
    }

    private static void Unknown(MetricPoint point) => Assert.True(float.IsNaN(point.Values[0]));

    private async Task<int> Rows()
    {
        var rows = 0;
        await foreach (var row in _storage.Table("metrics").Query($"acme|{Service.ServiceId}", KeyRange.All))
        {
            rows++;
        }

        return rows;
    }

    private static Task<IReadOnlyList<MetricPoint>> Read(MetricStore store, string range) => store.Read(Service, MetricRange.All.Single(known => known.Name == range));

    private static Durations Took(double seconds, int times)
    {
        var durations = new Durations();
        for (; times > 0; times--)
            durations.Add(seconds);
        return durations;
    }

    private async Task Sample(MetricStore store, TimeSpan length, float value, Durations? durations = null)
    {
        for (var end = _time.GetUtcNow() + length; _time.GetUtcNow() < end;)
        {
            _time.Step(_time.GetUtcNow().AddSeconds(10));
            await store.Add(Service, new(_time.GetUtcNow(), [value, 1, 2, 3, float.NaN, float.NaN], durations));
        }
    }
}
