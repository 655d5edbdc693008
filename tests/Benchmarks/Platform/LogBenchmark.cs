using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace ClickDeploy.Benchmarks.Platform;

/// <summary>How soon a line that a service writes is seen by a reader of its stream, and what becomes of a burst.</summary>
internal static class LogBenchmark
{
    private const int SteadyLines = 3_000;
    private const int BurstLines = 200_000;

    // Says the time of the clock with each line, 100 a second.
    private const string Steady = "setInterval(() => console.log((performance.timeOrigin + performance.now()).toFixed(3)), 10)";

    // Waits until it is asked, so that the platform rests before: the file is made by the benchmark.
    private const string Burst = "const fs = require('fs'); const t = setInterval(() => { if (!fs.existsSync(process.env.HOME + '/go')) return; clearInterval(t); let all = ''; for (let n = 1; n <= 200000; n++) all += n + ' ' + 'x'.repeat(80) + '\\n'; fs.writeSync(1, all); }, 50)";

    /// <summary>Milliseconds from the write to the reader, of each line.</summary>
    public static async Task<IReadOnlyList<double>> Latency(RunningPlatform platform, BenchmarkServices services)
    {
        var service = await services.Deploy("steady", $"exec node -e \"{Steady}\"", port: null);
        var took = new List<double>();
        await foreach (var line in Follow(platform, service, "tail=0"))
        {
            took.Add((DateTime.UtcNow - DateTime.UnixEpoch).TotalMilliseconds - double.Parse(line, CultureInfo.InvariantCulture));
            if (took.Count == SteadyLines)
            {
                break;
            }
        }

        await services.Delete(service);
        // The first lines wait for the JIT of both sides.
        return [.. took.Skip(100)];
    }

    /// <summary>How many of the lines were seen in their order, how long it took, and by how much the platform grew at most.</summary>
    public static async Task<(int Lines, double Seconds, double Megabytes)> BurstOf(RunningPlatform platform, BenchmarkServices services)
    {
        var service = await services.Deploy("burst", $"exec node -e \"{Burst}\"", port: null);
        await Task.Delay(TimeSpan.FromSeconds(10));
        var before = Machine.ResidentMegabytes(platform.Pid);
        var (most, seen) = (before, 0);
        using var done = new CancellationTokenSource();
        var watch = Task.Run(async () =>
        {
            for (; !done.IsCancellationRequested; await Task.Delay(50))
            {
                most = Math.Max(most, Machine.ResidentMegabytes(platform.Pid));
            }
        });
        var began = Stopwatch.GetTimestamp();
        foreach (var home in Directory.EnumerateDirectories(Path.Combine(platform.Data, "instances")).Select(instance => Path.Combine(instance, "home")).Where(Directory.Exists))
        {
            await File.WriteAllTextAsync(Path.Combine(home, "go"), "");
        }

        await foreach (var line in Follow(platform, service, "cursor=0"))
        {
            if (!line.StartsWith($"{seen + 1} ", StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"After line {seen} came: {line}");
            }

            if (++seen == BurstLines)
            {
                break;
            }
        }

        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await done.CancelAsync();
        await watch;
        await services.Delete(service);
        return (seen, took, most - before);
    }

    private static async IAsyncEnumerable<string> Follow(RunningPlatform platform, string service, string query)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        using var reader = new StreamReader(await platform.Stream($"{service}/logs/stream?{query}", patience.Token));
        while (await reader.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                yield return JsonDocument.Parse(line["data: ".Length..]).RootElement.GetProperty("message").GetString()!;
            }
        }
    }
}
