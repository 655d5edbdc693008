using ClickDeploy.Storage;

namespace ClickDeploy.Benchmarks.Durable;

/// <param name="Milliseconds">Must and goal of one at a time.</param>
/// <param name="PerSecond">Must and goal of many at once.</param>
/// <param name="Commits">Must and goal.</param>
internal sealed record Wanted(string Orchestration, string Name, string Many, (string Must, string Goal) Milliseconds, (string Must, string Goal) PerSecond, (string Must, string Goal) Commits);

/// <summary>One orchestration at a time, then forty callers at once, each beside the bare loop on the same storage and in turn with it.</summary>
internal static class RateBenchmark
{
    private const int Callers = 40;
    private const int Counted = 20;

    /// <param name="rounds">Of each figure.</param>
    /// <param name="times">Orchestrations of one round, one at a time.</param>
    public static async Task Run(string store, IStorage inner, IReadOnlyList<Wanted> wanted, int rounds, int times, TimeSpan duration)
    {
        var storage = new MeteredStorage(inner);
        await using var engine = await RunningEngine.Start(storage);
        foreach (var what in wanted)
        {
            await Clocked.Median(times / 2, () => engine.RunOne(what.Orchestration));
            var bare = new BareLoop(inner, await Recorded(storage, engine, what.Orchestration));
            await Clocked.Rate(Callers, duration / 4, bare.RunOne);
            await Clocked.Rate(Callers, duration / 4, () => engine.RunOne(what.Orchestration));

            var (took, least) = (new List<double>(), new List<double>());
            for (var round = 0; round < rounds; round++)
            {
                least.Add(await Clocked.Median(times, bare.RunOne));
                took.Add(await Clocked.Median(times, () => engine.RunOne(what.Orchestration)));
            }

            SpeedTable.Row($"{store}: one {what.Name}", took, "0.00", " ms", what.Milliseconds.Must, what.Milliseconds.Goal, least);
            var (rates, bareRates) = (new List<(double PerSecond, double Cpu)>(), new List<(double PerSecond, double Cpu)>());
            for (var round = 0; round < rounds; round++)
            {
                bareRates.Add(await Clocked.Rate(Callers, duration, bare.RunOne));
                rates.Add(await Clocked.Rate(Callers, duration, () => engine.RunOne(what.Orchestration)));
            }

            SpeedTable.Row($"{store}: {what.Many}, {Callers} callers", rates.Select(rate => rate.PerSecond), "0", "/s", what.PerSecond.Must, what.PerSecond.Goal, bareRates.Select(rate => rate.PerSecond));
            SpeedTable.Row("· processor time of one", rates.Select(rate => rate.Cpu), "0.000", " ms", "", "", bareRates.Select(rate => rate.Cpu));
            await Count(storage, engine, what);
        }
    }

    private static async Task Count(MeteredStorage storage, RunningEngine engine, Wanted what)
    {
        var (commits, reads) = (new List<double>(), new List<double>());
        for (var i = 0; i < Counted; i++)
        {
            await AtRest(storage);
            var (before, readBefore) = (storage.Commits, storage.Reads);
            await engine.RunOne(what.Orchestration);
            await AtRest(storage);
            commits.Add(storage.Commits - before);
            reads.Add(storage.Reads - readBefore);
        }

        SpeedTable.Row("· commits of one, index and listing included", commits, "0", "", what.Commits.Must, what.Commits.Goal);
        SpeedTable.Row("· reads of one, its caller's included", reads, "0", "", "", "");
    }

    private static async Task<IReadOnlyList<Batch>> Recorded(MeteredStorage storage, RunningEngine engine, string orchestration)
    {
        await AtRest(storage);
        storage.Record();
        await engine.RunOne(orchestration);
        await AtRest(storage);
        return storage.Recorded();
    }

    // Its caller is answered before its index row is gone.
    private static async Task AtRest(MeteredStorage storage)
    {
        for (var before = -1; before != storage.Commits;)
        {
            before = storage.Commits;
            await Task.Delay(100);
        }
    }
}
