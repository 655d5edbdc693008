using System.Collections.Concurrent;
using ClickDeploy.Tests.Shared.Processes;

namespace ClickDeploy.Tests.Crash;

/// <summary>Runs cases, two platforms side by side, and tells what became of them.</summary>
internal sealed class CrashMatrix(Action<string> say) : IDisposable
{
    private const int Lanes = 2;

    private readonly ConcurrentBag<CrashFault> _faults = [];
    private readonly TempFolder _npmCache = new();

    public int Failures => _faults.Count;

    public async Task<CrashMeasure> Measure(bool node = false)
    {
        var measured = await Task.WhenAll(Of(1), Of(2));
        return new([.. measured.Select(seen => seen.Borders)], [.. measured.Select(seen => seen.Milliseconds)]);

        async Task<(int Borders, int Milliseconds)> Of(int deployments)
        {
            await using var run = await CrashRun.Prepare(deployments, node ? _npmCache.Path : null);
            return await run.Measure();
        }
    }

    public async Task Run(IReadOnlyList<CrashCase> cases)
    {
        var left = new ConcurrentQueue<CrashCase>(cases);
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(async _ =>
        {
            while (left.TryDequeue(out var next))
                await Run(next);
        }));
        say($"{cases.Count} runs: {Count(CrashFault.Stuck)} stuck, {Count(CrashFault.Lost)} lost, {Count(CrashFault.Doubled)} doubled, {Count(CrashFault.LeftBehind)} left behind");
    }

    private async Task Run(CrashCase one)
    {
        await using var run = await CrashRun.Prepare(one.Deployment, one.Node ? _npmCache.Path : null);
        try
        {
            await run.Run(one);
            say($"ok {one} · {run.Death}");
        }
        catch (Exception failure)
        {
            var fault = (failure as CrashFailure)?.Fault ?? CrashFault.Stuck;
            _faults.Add(fault);
            say($"FAILED {one} · {run.Death}\n{fault}: {(failure is CrashFailure ? failure.Message : failure)}\nAgain: tests/crash.sh --only '{one}'\nThe platform wrote:\n{run.Output}");
        }
    }

    public void Dispose() => _npmCache.Dispose();

    private int Count(CrashFault fault) => _faults.Count(seen => seen == fault);
}
