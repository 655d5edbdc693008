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
