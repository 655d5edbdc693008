using System.Globalization;
using ClickDeploy.Benchmarks.Platform;
using ClickDeploy.SelfHost.Durable;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Azure;
using ClickDeploy.Storage.Sqlite;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.Benchmarks.Durable;

/// <summary>The durable engine on a SQLite file, and on Azurite: how long a caller waits from the start of an orchestration to its end.</summary>
internal static class EngineBenchmark
{
    private const int Rounds = 200;

    public static async Task Run()
    {
        var folder = Directory.CreateTempSubdirectory("engine-benchmark-");
        try
        {
            await Run("SQLite", SqliteStorage.Open(Path.Combine(folder.FullName, "bench.db"), TimeProvider.System));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        await using var azurite = Azurite.Start(Machine.Root());
        var storage = AzureStorage.Connect(azurite.ConnectionString, TimeProvider.System);
        await UntilItAnswers(storage);
        await Run("Azurite", storage);
    }

    private static async Task Run(string name, IStorage storage)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(storage);
        builder.Services.AddSingleton(Registry());
        builder.Services.AddDurableEngine();
        using var host = builder.Build();
        await host.StartAsync();
        var client = host.Services.GetRequiredService<DurableTaskClient>();

        await Measure(client, "Sequence", 50, 1);
        Report($"{name}: five activities in sequence", await Measure(client, "Sequence", Rounds, 1));
        await Measure(client, "FanOut", 10, 1);
        Report($"{name}: fan-out of fifty", await Measure(client, "FanOut", 50, 1));
        var began = TimeProvider.System.GetTimestamp();
        await Measure(client, "Sequence", 25, 40);
        Report($"{name}: 40 callers at once, {1_000 / TimeProvider.System.GetElapsedTime(began).TotalSeconds:0} sequences of five a second", []);
        await host.StopAsync();
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

    private static DurableRegistry Registry()
    {
        var registry = new DurableRegistry();
        registry.Add(new ActivityFunction("Nothing", typeof(string), static (_, _, _, _) => Task.FromResult<object?>(null)));
        registry.Add(new OrchestratorFunction("Sequence", static async context =>
        {
            for (var i = 0; i < 5; i++)
            {
                await context.CallActivityAsync("Nothing", "x");
            }

            return null;
        }));
        registry.Add(new OrchestratorFunction("FanOut", static async context =>
        {
            await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => context.CallActivityAsync("Nothing", "x")).ToList());
            return null;
        }));
        return registry;
    }

    private static async Task<List<double>> Measure(DurableTaskClient client, string orchestrator, int rounds, int callers)
    {
        var times = new List<double>();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async _ =>
        {
            for (var i = 0; i < rounds; i++)
            {
                var began = TimeProvider.System.GetTimestamp();
                var id = await client.ScheduleNewOrchestrationInstanceAsync(orchestrator);
                await client.WaitForInstanceCompletionAsync(id);
                lock (times)
                {
                    times.Add(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
                }
            }
        }));
        times.Sort();
        return times;
    }

    private static void Report(string what, List<double> times) => Console.WriteLine(times.Count == 0
        ? what
        : string.Create(CultureInfo.InvariantCulture, $"{what}: median {times[times.Count / 2]:0.00} ms, p95 {times[times.Count * 95 / 100]:0.00} ms, of {times.Count}"));
}
