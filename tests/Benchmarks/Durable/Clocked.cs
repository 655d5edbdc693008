using System.Diagnostics;

namespace ClickDeploy.Benchmarks.Durable;

/// <summary>Runs one thing again and again, and says how long it took.</summary>
internal static class Clocked
{
    /// <summary>The median, in milliseconds.</summary>
    public static async Task<double> Median(int times, Func<Task> one)
    {
        var took = new List<double>(times);
        for (var i = 0; i < times; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await one();
            took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        took.Sort();
        return took[times / 2];
    }

    /// <summary>How often it ends in a second while <paramref name="callers"/> ask for it one after the other; and the processor time of each, in milliseconds.</summary>
    public static async Task<(double PerSecond, double Cpu)> Rate(int callers, TimeSpan duration, Func<Task> one)
    {
        var (began, cpu, done) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, 0);
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(began) < duration)
            {
                await one();
                Interlocked.Increment(ref done);
            }
        })));
        return (done / Stopwatch.GetElapsedTime(began).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds / done);
    }
}
