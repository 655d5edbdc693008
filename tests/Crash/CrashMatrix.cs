using System.Collections.Concurrent;
using ClickDeploy.Tests.Shared.Processes;

namespace ClickDeploy.Tests.Crash;

/// <summary>Runs cases, two platforms side by side, and tells what became of them.</summary>
internal sealed class CrashMatrix(Action<string> say, bool onAzurite) : IDisposable
{
    private const int Lanes = 2;

    private readonly ConcurrentBag<CrashFault> _faults = [];
    private readonly TempFolder _npmCache = new();

    public int Failures => _faults.Count;

    public async Task<CrashMeasure> Measure(IReadOnlyList<CrashScene> scenes, bool node = false)
    {
        var measured = new ConcurrentDictionary<CrashScene, (int, int)>();
        await SideBySide(scenes, async scene =>
        {
            await using var run = await CrashRun.Prepare(scene, node ? _npmCache.Path : null, onAzurite);
            measured[scene] = await run.Measure();
        });
        return new(measured.OrderBy(scene => scene.Key).ToDictionary());
    }

    public async Task Run(IReadOnlyList<CrashCase> cases)
    {
        await SideBySide(cases, Run);
        say($"{cases.Count} runs: {Count(CrashFault.Stuck)} stuck, {Count(CrashFault.Lost)} lost, {Count(CrashFault.Doubled)} doubled, {Count(CrashFault.LeftBehind)} left behind");
    }

    private static Task SideBySide<T>(IEnumerable<T> all, Func<T, Task> run)
    {
        var left = new ConcurrentQueue<T>(all);
        return Task.WhenAll(Enumerable.Range(0, Lanes).Select(async _ =>
        {
            while (left.TryDequeue(out var next))
                await run(next);
        }));
    }

    private async Task Run(CrashCase one)
    {
        await using var run = await CrashRun.Prepare(one.Scene, one.Node ? _npmCache.Path : null, onAzurite);
        try
        {
            await run.Run(one);
            say($"ok {one} · {run.Death}");
        }
        catch (Exception failure)
        {
            var fault = (failure as CrashFailure)?.Fault ?? CrashFault.Stuck;
            _faults.Add(fault);
            say($"FAILED {one} · {run.Death}\n{fault}: {(failure is CrashFailure ? failure.Message : failure)}\nAgain: tests/crash.sh --only '{one}'{(onAzurite ? " --storage azurite" : "")}\nThe platform wrote:\n{run.Output}");
        }
    }

    public void Dispose() => _npmCache.Dispose();

    private int Count(CrashFault fault) => _faults.Count(seen => seen == fault);
}
