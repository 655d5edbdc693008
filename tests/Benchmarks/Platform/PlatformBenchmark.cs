using System.Globalization;

namespace ClickDeploy.Benchmarks.Platform;

/// <summary>The whole product as users run it, measured from outside; prints the table of the closing note.</summary>
internal static class PlatformBenchmark
{
    private const int Pairs = 9;
    private const int Starts = 10;

    public static async Task Run(bool deploymentsOnly)
    {
        var root = Machine.Root();
        var build = Directory.CreateTempSubdirectory("platform-build-").FullName;
        try
        {
            Console.WriteLine("Publishing as ./up does ...");
            await Machine.Run("dotnet", ["publish", "functions/Functions.csproj", "-c", "Release", "-v", "q", "-nologo", "-o", build], root);
            var program = Path.Combine(build, "ClickDeploy.Functions.dll");
            Console.WriteLine("Deployments, platform and bare script in turn ...");
            var deployments = await DeployBenchmark.Run(program, root, Pairs);
            if (deploymentsOnly)
            {
                Head();
                Deployments(deployments);
                return;
            }

            Console.WriteLine("Starts ...");
            var starts = await IdleBenchmark.Starts(program, root, Starts);
            Console.WriteLine("Two minutes of rest on SQLite, then on Azurite ...");
            var idle = await IdleBenchmark.OnSqlite(program, root);
            var calls = await IdleBenchmark.CallsOnAzurite(program, root);
            Head();
            Deployments(deployments);
            Row("platform process → `/ready`", starts, "0", " ms", "≤ 1500 ms", "600 ms");
            Row("VmRSS after 60 s, nothing deployed", [idle.Megabytes], "0", " MB", "≤ 130 MB", "105 MB");
            Row("idle CPU over 60 s, of one processor", [idle.CpuPercent], "0.00", " %", "≤ 1 %", "0.2 %");
            Row("idle storage calls over 60 s: requests that Azurite logs", [calls], "0.00", "/s", "≤ 1/s", "0.5/s");
            Row("· on SQLite: write transactions", [idle.Commits], "0.00", "/s", "", "");
        }
        finally
        {
            Directory.Delete(build, recursive: true);
        }
    }

    /// <summary>The logs of services.</summary>
    public static Task Logs() => Published(async (program, root) =>
    {
        await using var platform = RunningPlatform.Prepare(program, root, new Dictionary<string, string> { ["WORKER_UP_SECONDS"] = "0" });
        await platform.Start();
        var services = await BenchmarkServices.Make(platform);
        var latency = (await LogBenchmark.Latency(platform, services)).Order().ToList();
        var (lines, seconds, megabytes) = await LogBenchmark.BurstOf(platform, services);
        Head();
        Row("log line written → seen by a reader at 100 lines/s, p99", [latency[latency.Count * 99 / 100]], "0", " ms", "≤ 250 ms", "50 ms");
        Row("· all lines", latency, "0", " ms", "", "");
        Row("burst of 200,000 lines: seen in order", [lines], "0", "", "200000", "");
        Row("· until the last was seen", [seconds], "0.0", " s", "", "");
        Row("· memory at most, more than before", [megabytes], "0", " MB", "≤ 50 MB", "20 MB");
    });

    /// <summary>50 services that nobody calls.</summary>
    public static Task Idle50() => Published(async (program, root) =>
    {
        await using var platform = RunningPlatform.Prepare(program, root);
        await platform.Start();
        var services = await BenchmarkServices.Make(platform);
        for (var number = 1; number <= 50; number++)
        {
            await services.Deploy($"idle{number}", "exec node server.js");
        }

        var idle = await IdleBenchmark.Of(platform);
        Head();
        Row("idle with 50 services running: VmRSS", [idle.Megabytes], "0", " MB", "≤ 180 MB", "120 MB");
        Row("· CPU over 60 s, of one processor", [idle.CpuPercent], "0.00", " %", "≤ 3 %", "1 %");
        Row("· write transactions", [idle.Commits], "0.00", "/s", "", "");
    });

    private static async Task Published(Func<string, string, Task> run)
    {
        var root = Machine.Root();
        var build = Directory.CreateTempSubdirectory("platform-build-").FullName;
        try
        {
            await Machine.Run("dotnet", ["publish", "functions/Functions.csproj", "-c", "Release", "-v", "q", "-nologo", "-o", build], root);
            await run(Path.Combine(build, "ClickDeploy.Functions.dll"), root);
        }
        finally
        {
            Directory.Delete(build, recursive: true);
        }
    }

    private static void Head()
    {
        Console.WriteLine();
        Console.WriteLine("| what | median | spread | must | goal |");
        Console.WriteLine("|---|---|---|---|---|");
    }

    private static void Deployments(IReadOnlyList<(double Platform, double Bare)> pairs)
    {
        Row("deploy of the Node sample over a bare script, ratio of pairs", pairs.Select(pair => pair.Platform / pair.Bare), "0.00", "", "≤ 1.25", "1.05");
        Row("· the platform: accepted → URL answers", pairs.Select(pair => pair.Platform), "0", " ms", "", "");
        Row("· the bare script", pairs.Select(pair => pair.Bare), "0", " ms", "", "");
    }

    private static void Row(string what, IEnumerable<double> values, string format, string unit, string must, string goal)
    {
        var sorted = values.Order().ToList();
        var spread = sorted.Count == 1 ? "" : $"{Text(sorted[0])} – {Text(sorted[^1])}, of {sorted.Count}";
        Console.WriteLine($"| {what} | {Text(sorted[sorted.Count / 2])}{unit} | {spread} | {must} | {goal} |");

        string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture);
    }
}
