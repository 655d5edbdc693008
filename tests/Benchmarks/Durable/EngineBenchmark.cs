using ClickDeploy.Benchmarks.Platform;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Azure;
using ClickDeploy.Storage.Sqlite;

namespace ClickDeploy.Benchmarks.Durable;

/// <summary>The durable engine on a SQLite file and on Azurite, whose store is a process of its own. About six minutes.</summary>
internal static class EngineBenchmark
{
    public static readonly string[] Parts = ["sqlite", "azurite", "full", "history", "waiting"];

    private const int FullRows = 80_000;

    private static readonly Wanted[] OnSqlite =
    [
        new(Orchestrations.Sequence, "sequence of five", "sequences of five", ("≤ 8 ms", "3 ms"), ("≥ 1,500/s", "5,000/s"), ("≤ 9", "9")),
        new(Orchestrations.FanOut, "fan-out of fifty", "fan-outs of fifty", ("≤ 15 ms", "3 ms"), ("≥ 300/s", "2,000/s"), ("≤ 12", "5")),
    ];

    private static readonly Wanted[] OnAzurite =
    [
        new(Orchestrations.Sequence, "sequence of five", "sequences of five", ("≤ 40 ms", "10 ms"), ("≥ 100/s", "190/s"), ("≤ 9", "9")),
        new(Orchestrations.FanOut, "fan-out of fifty", "fan-outs of fifty", ("≤ 150 ms", "40 ms"), ("≥ 10/s", "30/s"), ("≤ 12", "5")),
    ];

    private static readonly Wanted[] OnFullAzurite = [OnAzurite[0] with { Milliseconds = ("", ""), PerSecond = ("≥ 40/s", "") }];

    /// <param name="part">One of <see cref="Parts"/>; null: all.</param>
    public static async Task Run(string? part)
    {
        SpeedTable.Head();
        foreach (var one in Parts.Where(one => part is null || one == part))
        {
            await (one switch
            {
                "sqlite" => OnFile(static storage => RateBenchmark.Run("SQLite", storage, OnSqlite, rounds: 5, times: 200, TimeSpan.FromSeconds(3))),
                "azurite" => OnNewAzurite(static storage => RateBenchmark.Run("Azurite", storage, OnAzurite, rounds: 3, times: 40, TimeSpan.FromSeconds(3))),
                "full" => OnNewAzurite(static async storage =>
                {
                    await Fill(storage);
                    await RateBenchmark.Run("Azurite at 80,000 rows", storage, OnFullAzurite, rounds: 3, times: 10, TimeSpan.FromSeconds(3));
                }),
                "history" => OnFile(static storage => HistoryBenchmark.Run("SQLite", storage, rounds: 5)),
                _ => WaitingBenchmark.Run(),
            });
        }
    }

    /// <summary>Lists of instances, on both. About two minutes.</summary>
    public static async Task Lists()
    {
        await OnFile(static storage => ListBenchmark.Run("SQLite", storage, 100_000));
        await OnNewAzurite(static storage => ListBenchmark.Run("Azurite", storage, 20_000));
    }

    private static async Task OnFile(Func<IStorage, Task> measure)
    {
        var folder = Directory.CreateTempSubdirectory("engine-benchmark-");
        try
        {
            await using var storage = SqliteStorage.Open(Path.Combine(folder.FullName, "bench.db"), TimeProvider.System);
            await measure(storage);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task OnNewAzurite(Func<IStorage, Task> measure)
    {
        await using var azurite = Azurite.Start(Machine.Root());
        await using var storage = AzureStorage.Connect(azurite.ConnectionString, TimeProvider.System);
        await UntilItAnswers(storage);
        await measure(storage);
    }

    // Rows like those of instances that have ended, eight each, in the engine's own table.
    private static async Task Fill(IStorage storage)
    {
        const int rows = 8;
        var table = storage.Table(new SelfHost.Durable.DurableOptions().HubName + "instances");
        var data = new RowData { ["d0"] = new byte[200], ["length"] = 200 };
        foreach (var some in Enumerable.Range(0, FullRows / rows).Chunk(8))
        {
            await Task.WhenAll(some.Select(_ => table.Commit(Guid.NewGuid().ToString("N"), [.. Enumerable.Range(0, rows).Select(n => new RowChange.Insert($"h|{n:D10}", data))])));
        }
    }

    private static async Task UntilItAnswers(IStorage storage)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await storage.Probe();
                return;
            }
            catch (StorageUnavailableException) when (tries < 60)
            {
                await Task.Delay(500);
            }
        }
    }
}
