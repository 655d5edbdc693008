using System.Diagnostics;
using System.Globalization;
using ClickDeploy.Benchmarks.Platform;
using ClickDeploy.SelfHost.Durable;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Sqlite;
using Microsoft.DurableTask;

namespace ClickDeploy.Benchmarks.Durable;

/// <summary>Ten thousand instances that wait for an event: what they cost a process that finds them, over one that finds none. Each runs in a process of its own.</summary>
internal static class WaitingBenchmark
{
    private const int Instances = 10_000;
    private const int Starts = 5;
    private const string Probe = "probe";
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(20);

    public static async Task Run()
    {
        var folder = Directory.CreateTempSubdirectory("waiting-benchmark-");
        try
        {
            var (full, empty) = (Path.Combine(folder.FullName, "full.db"), Path.Combine(folder.FullName, "empty.db"));
            var maker = await Child("make", full);
            await Child("make-one", empty);
            var (many, none) = (new List<Held>(), new List<Held>());
            for (var start = 0; start < Starts; start++)
            {
                // The last ones are left alone for a while.
                none.Add(await Hold(empty, start == Starts - 1));
                many.Add(await Hold(full, start == Starts - 1));
            }

            SpeedTable.Row("10,000 waiting: memory over none waiting, after a start", many.Zip(none, static (a, b) => a.Megabytes - b.Megabytes), "0.0", " MB", "≤ 60 MB", "20 MB");
            SpeedTable.Row("· managed memory of the process that started them", [Figure(maker[0])], "0.0", " MB", "≤ 60 MB", "20 MB");
            SpeedTable.Row("· CPU over none waiting, of one processor", [many[^1].CpuPercent - none[^1].CpuPercent], "0.00", " %", "≤ 1 %", "0.1 %");
            SpeedTable.Row("· start until one of them has answered an event", many.Select(held => held.Seconds), "0.00", " s", "≤ 3 s", "0.5 s", none.Select(held => held.Seconds));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What a process of its own does; <paramref name="command"/> names it.</summary>
    public static Task RunChild(string command, string database) => command switch
    {
        "make" => Make(database, Instances),
        "make-one" => Make(database, 1),
        _ => Wake(database),
    };

    private static async Task Make(string database, int count)
    {
        var storage = SqliteStorage.Open(database, TimeProvider.System);
        await using var engine = await RunningEngine.Start(storage, options: static options => options.ParkAfter = TimeSpan.FromSeconds(2));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Starts; i++)
        {
            await engine.Client.ScheduleNewOrchestrationInstanceAsync(Orchestrations.Waiting, new StartOrchestrationOptions($"{Probe}{i}"));
        }

        foreach (var some in Enumerable.Range(Starts, Math.Max(0, count - Starts)).Chunk(100))
        {
            await Task.WhenAll(some.Select(_ => engine.Client.ScheduleNewOrchestrationInstanceAsync(Orchestrations.Waiting)));
        }

        await UntilParked(storage);
        Say((GC.GetTotalMemory(forceFullCollection: true) - before) / 1024.0 / 1024);
    }

    private static async Task UntilParked(SqliteStorage storage)
    {
        var index = storage.Table(new DurableOptions().HubName + "index");
        while (await index.Query("active", KeyRange.Prefix("hot|").Take(1)).AnyAsync())
        {
            await Task.Delay(500);
        }
    }

    // It takes an event for the next of the probes: the last start's has ended.
    private static async Task Wake(string database)
    {
        var began = Stopwatch.GetTimestamp();
        await using var engine = await RunningEngine.Start(SqliteStorage.Open(database, TimeProvider.System));
        for (var i = 0; i < Starts; i++)
        {
            if (await engine.Client.GetInstanceAsync($"{Probe}{i}") is { IsCompleted: false })
            {
                await engine.Client.RaiseEventAsync($"{Probe}{i}", Orchestrations.Go, "go");
                await engine.Client.WaitForInstanceCompletionAsync($"{Probe}{i}");
                Say(Stopwatch.GetElapsedTime(began).TotalSeconds);
                break;
            }
        }

        await Console.In.ReadLineAsync();
    }

    private static async Task<Held> Hold(string database, bool rests)
    {
        using var process = Start("wake", database);
        var seconds = Figure(await process.StandardOutput.ReadLineAsync());
        await Task.Delay(Settle);
        var megabytes = Machine.ResidentMegabytes(process.Id);
        var cpu = Machine.CpuSeconds(process.Id);
        if (rests)
        {
            await Task.Delay(Rest);
        }

        cpu = Machine.CpuSeconds(process.Id) - cpu;
        await process.StandardInput.WriteLineAsync();
        await process.WaitForExitAsync();
        return new(megabytes, cpu / Rest.TotalSeconds * 100, seconds);
    }

    private static async Task<string[]> Child(string command, string database)
    {
        using var process = Start(command, database);
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? said.Split('\n') : throw new InvalidOperationException($"The process '{command}' ended with {process.ExitCode}.");
    }

    private static Process Start(string command, string database)
        => Process.Start(new ProcessStartInfo("dotnet", [typeof(WaitingBenchmark).Assembly.Location, "waiting", command, database]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;

    private static void Say(double figure) => Console.WriteLine(figure.ToString(CultureInfo.InvariantCulture));

    private static double Figure(string? said) => double.Parse(said ?? throw new InvalidOperationException("The process said nothing."), CultureInfo.InvariantCulture);

    private sealed record Held(double Megabytes, double CpuPercent, double Seconds);
}
