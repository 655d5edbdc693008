using ClickDeploy.SelfHost.Durable;
using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Tests.Simulation.World;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.SelfHost.Durable;

/// <summary>Processes of one hub over a store in memory, and a clock that moves when nothing else is to be done.</summary>
public abstract class HubStage : IAsyncDisposable
{
    private const int MaxCallbacks = 200_000;

    private readonly SimScheduler _scheduler = new(new Random(1));
    private int _pids;

    protected HubStage() => Store = SqliteStorage.InMemory(Clock);

    private protected SimClock Clock { get; } = new();

    private protected SqliteStorage Store { get; }

    private protected DurableRegistry Registry { get; } = TestFunctions.Echoing().Orchestrator("Wait", async context => await context.WaitForExternalEvent<string>("Go"));

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Store.DisposeAsync();
    }

    private protected SimProcess Start(SimHost host, SimFaults? faults = null, Action<DurableOptions>? options = null)
    {
        var process = new SimProcess(
            host, ++_pids, _scheduler, owner => new SimStorage(Store, Clock, faults ?? SimFaults.None, owner.Context, () => { }), Clock, Registry, options ?? (_ => { }), null);
        process.Start();
        return process;
    }

    private protected static async Task<bool> Done(Task task)
    {
        await task;
        return true;
    }

    private protected T Call<T>(SimProcess process, Func<DurableTaskClient, Task<T>> call)
    {
        var result = process.Context.Call(() => call(process.Client));
        Until(() => result.IsCompleted);
        return result.GetAwaiter().GetResult();
    }

    private protected void Call(SimProcess process, Func<DurableTaskClient, Task> call) => Call(process, client => Done(call(client)));

    private protected void Pass(TimeSpan time)
    {
        var passed = Task.Delay(time, Clock);
        Until(() => passed.IsCompleted);
    }

    private protected void Until(Func<bool> isSo)
    {
        var (limit, most) = (Clock.GetUtcNow().AddHours(1), _scheduler.Executed + MaxCallbacks);
        while (!isSo())
        {
            Assert.True((_scheduler.RunOne() || Clock.AdvanceToNext()) && Clock.GetUtcNow() < limit && _scheduler.Executed < most, "it did not come to pass");
        }
    }
}
