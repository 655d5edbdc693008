using System.Diagnostics;
using System.Globalization;
using ClickDeploy.SelfHost.Durable;
using ClickDeploy.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Benchmarks.Durable;

/// <summary>Pages of a long list of instances: of all, and where few fit what is asked for. Copies of one real instance, three that failed among them, and three that wait, started last.</summary>
internal static class ListBenchmark
{
    private const int Days = 10;
    private const int Few = 3;
    private static readonly string Hub = new DurableOptions().HubName;

    public static async Task Run(string store, IStorage inner, int count)
    {
        var storage = new MeteredStorage(inner);
        await using var engine = await RunningEngine.Start(storage);
        var model = await engine.Client.ScheduleNewOrchestrationInstanceAsync(Orchestrations.Sequence, new string('x', 200));
        await engine.Client.WaitForInstanceCompletionAsync(model);
        var last = await Fill(storage, model, count);
        for (var i = 0; i < Few; i++)
        {
            var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync(Orchestrations.Waiting);
            await engine.Client.WaitForInstanceStartAsync(id);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{store}, {count:N0} instances: first page in milliseconds (reads); all of it in seconds (pages, reads)"));
        await Measure("100 of all", new OrchestrationQuery(PageSize: 100), isWhole: false);
        await Measure("100 of all, with payloads", new OrchestrationQuery(PageSize: 100, FetchInputsAndOutputs: true), isWhole: false);
        await Measure("100 from the middle, with payloads", new OrchestrationQuery(CreatedFrom: last.AddDays(-Days / 2), PageSize: 100, FetchInputsAndOutputs: true), isWhole: false);
        await Measure("the running ones", new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Running], PageSize: 100, FetchInputsAndOutputs: true));
        await Measure("the failed ones", new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Failed], PageSize: 100, FetchInputsAndOutputs: true));
        await Measure("those whose id begins so", new OrchestrationQuery(InstanceIdPrefix: Id(count - 1), PageSize: 100, FetchInputsAndOutputs: true));

        async Task Measure(string what, OrchestrationQuery query, bool isWhole = true)
        {
            var times = new List<double>();
            var reads = 0;
            for (var i = 0; i < (isWhole ? 3 : 15); i++)
            {
                var (began, before) = (Stopwatch.GetTimestamp(), storage.Reads);
                await foreach (var page in engine.Client.GetAllInstancesAsync(query).AsPages())
                {
                    times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                    reads = storage.Reads - before;
                    break;
                }
            }

            times.Sort();
            Console.Write(string.Create(CultureInfo.InvariantCulture, $"{what}: {times[times.Count / 2]:0.0} ms, {times[0]:0.0} – {times[^1]:0.0} ({reads})"));
            if (isWhole)
            {
                var (began, before) = (Stopwatch.GetTimestamp(), storage.Reads);
                var pages = 0;
                var found = 0;
                await foreach (var page in engine.Client.GetAllInstancesAsync(query).AsPages())
                {
                    pages++;
                    found += page.Values.Count;
                }

                Console.Write(string.Create(CultureInfo.InvariantCulture, $"; all {found} in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.00} s ({pages}, {storage.Reads - before})"));
            }

            Console.WriteLine();
        }
    }

    private static string Id(int n) => $"copy-{n:D7}";

    // The oldest first, all before now.
    private static async Task<DateTimeOffset> Fill(MeteredStorage storage, string model, int count)
    {
        var (instances, index) = (storage.Table(Hub + "instances"), storage.Table(Hub + "index"));
        var rows = new List<Row>();
        await foreach (var row in instances.Query(model, KeyRange.All))
        {
            rows.Add(row);
        }

        var last = DateTimeOffset.UtcNow.Date.AddDays(-1);
        DateTimeOffset Created(int n) => new(last.AddDays((n / (count / Days)) - Days + 1).AddSeconds(n % (count / Days)), TimeSpan.Zero);
        foreach (var some in Enumerable.Range(0, count).Chunk(100))
        {
            foreach (var day in some.GroupBy(n => Created(n).ToString("yyyyMMdd", CultureInfo.InvariantCulture)))
            {
                await index.Commit("days", [new RowChange.Upsert(day.Key, [])]);
                await index.Commit("created|" + day.Key, [.. day.Select(n => new RowChange.Upsert($"{Created(n).UtcTicks:D19}|{Id(n)}", new RowData { ["execution"] = "x" }))]);
            }

            await Task.WhenAll(some.Select(n => instances.Commit(Id(n), [.. rows.Select(row => new RowChange.Insert(row.Key, row.Key == "i" ? Copy(row, n) : row.Data))])));
        }

        return Created(count - 1);

        RowData Copy(Row row, int n) => new(row.Data) { ["created_at"] = Created(n), ["status"] = n % (count / Few) == count / Few / 2 ? "Failed" : row.Data["status"] };
    }
}
