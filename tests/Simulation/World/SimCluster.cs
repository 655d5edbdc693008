using ClickDeploy.SelfHost.Durable;
using ClickDeploy.Storage;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.Simulation.World;

/// <summary>The processes of a world, which die and come back, and calls that are repeated until one of them answers.</summary>
/// <param name="storage">The store as a process sees it; the action kills that process.</param>
public sealed class SimCluster(Random random, SimScheduler scheduler, SimClock clock, DurableRegistry registry, Action<DurableOptions> options, Func<SimContext, Action, SimStorage> storage, int hosts, int processes)
{
    private readonly SimHost[] _hosts = [.. Enumerable.Range(0, hosts).Select(i => new SimHost($"host{i}"))];
    private readonly SimProcess?[] _processes = new SimProcess?[processes];
    private int _pids;

    public int Kills { get; private set; }

    public int Stops { get; private set; }

    public bool IsIdle => Array.TrueForAll(_processes, process => process?.Hub.Term?.IsIdle != false);

    /// <summary>Starts what is not alive.</summary>
    public void Restart()
    {
        for (var i = 0; i < _processes.Length; i++)
        {
            if (_processes[i]?.IsAlive == true)
            {
                continue;
            }

            var process = new SimProcess(
                _hosts[i % _hosts.Length], ++_pids, scheduler, owner => storage(owner.Context, () => Kill(owner)), clock, registry, options, null);
            _processes[i] = process;
            process.Start();
        }
    }

    /// <summary>One that lives ends as it should, or is killed on the way.</summary>
    public async Task StopOne()
    {
        if (Array.Find(_processes, process => process?.IsAlive == true) is { } one)
        {
            Stops++;
            await Task.WhenAny(one.Stop(), Task.Delay(TimeSpan.FromSeconds(20), clock));
            one.Kill();
        }
    }

    public Task Insist(Func<DurableTaskClient, Task> call, string refused = "", string again = "", TimeSpan? patience = null) => Insist(
        async client =>
        {
            await call(client);
            return true;
        },
        refused,
        again,
        patience);

    /// <summary>Asks any process that lives, until one has answered.</summary>
    /// <param name="refused">A refusal that says this is an answer too.</param>
    /// <param name="again">One that says this is none.</param>
    /// <param name="patience">After this the call is given up, and made again.</param>
    public async Task<T?> Insist<T>(Func<DurableTaskClient, Task<T>> call, string refused = "", string again = "", TimeSpan? patience = null)
    {
        while (true)
        {
            var alive = _processes.OfType<SimProcess>().Where(process => process.IsAlive).ToList();
            if (alive.Count > 0)
            {
                var process = alive[random.Next(alive.Count)];
                var result = process.Context.Call(() => call(process.Client));
                var until = clock.GetUtcNow() + (patience ?? TimeSpan.FromMinutes(1));
                while (!result.IsCompleted && process.IsAlive && clock.GetUtcNow() < until)
                {
                    await Task.WhenAny(result, Task.Delay(TimeSpan.FromSeconds(5), clock));
                }

                if (result.IsCompletedSuccessfully)
                {
                    return await result;
                }

                switch (result.Exception?.InnerException)
                {
                    case InvalidOperationException refusal when Says(refusal, refused):
                        return default;
                    case InvalidOperationException refusal when Says(refusal, again):
                    case null or StorageUnavailableException:
                        break;
                    case var failure:
                        throw failure;
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), clock);
        }
    }

    private static bool Says(InvalidOperationException refusal, string what) => what.Length > 0 && refusal.Message.Contains(what, StringComparison.Ordinal);

    private void Kill(SimProcess process)
    {
        Kills++;
        process.Kill();
    }
}
