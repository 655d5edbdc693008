using System.Diagnostics;
using ClickDeploy.Storage;

namespace ClickDeploy.Benchmarks.Durable;

/// <summary>What a step costs when the history is short, and when it has ten thousand events: each activity of a sequence adds two.</summary>
internal static class HistoryBenchmark
{
    private const int Window = 200;
    private const int First = 5;
    private const int Last = 5_000;

    public static async Task Run(string store, IStorage storage, int rounds)
    {
        var times = new long[Last + Window + 1];
        await using var engine = await RunningEngine.Start(storage, step => times[step] = Stopwatch.GetTimestamp());
        await engine.RunOne(Orchestrations.Long, Window);
        var (early, late, ratios) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            await engine.RunOne(Orchestrations.Long, times.Length);
            early.Add(StepAt(times, First));
            late.Add(StepAt(times, Last));
            ratios.Add(late[^1] / early[^1]);
        }

        SpeedTable.Row($"{store}: a step at 10,000 events of history over one at 10", ratios, "0.00", "×", "≤ 1.5×", "1×");
        SpeedTable.Row("· at 10", early, "0.000", " ms", "", "");
        SpeedTable.Row("· at 10,000", late, "0.000", " ms", "", "");
    }

    // The median: a pause of the collector in the window is no cost of a step.
    private static double StepAt(long[] times, int first)
    {
        var steps = Enumerable.Range(first, Window).Select(step => Stopwatch.GetElapsedTime(times[step], times[step + 1]).TotalMilliseconds).Order().ToList();
        return steps[Window / 2];
    }
}
