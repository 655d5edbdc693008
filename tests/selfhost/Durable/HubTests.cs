using ClickDeploy.SelfHost.Durable;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Tests.Simulation.World;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.SelfHost.Durable;

/// <summary>Who holds the hub, and what a change of hands does.</summary>
public sealed class HubTests : IAsyncDisposable
{
    private readonly SimClock _clock = new();
    private readonly SimScheduler _scheduler = new(new Random(1));
    private readonly SqliteStorage _store;
    private readonly DurableRegistry _registry = TestFunctions.Echoing().Orchestrator("Wait", async context => await context.WaitForExternalEvent<string>("Go"));
    private int _pids;

    public HubTests() => _store = SqliteStorage.InMemory(_clock);

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public void Holder_DiedOnTheSameHost_IsFollowedAtOnce()
    {
        var host = new SimHost("one");
        var first = Start(host);
        Until(() => first.Hub.Term is not null);
        first.Kill();
        var began = _clock.GetUtcNow();

        var second = Start(host);
        Until(() => second.Hub.Term is not null);

        Assert.Equal(began, _clock.GetUtcNow());
    }

    [Fact]
    public void Holder_DiedOnAnotherHost_IsFollowedWhenItsLeaseHasExpired()
    {
        var first = Start(new SimHost("one"));
        Until(() => first.Hub.Term is not null);
        var second = Start(new SimHost("two"));
        Until(() => _clock.GetUtcNow().Second >= 30);
        Assert.Null(second.Hub.Term);
        first.Kill();
        var began = _clock.GetUtcNow();

        Until(() => second.Hub.Term is not null);

        Assert.InRange(_clock.GetUtcNow() - began, TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(17));
    }

    [Fact]
    public void Holder_ThatStops_GivesTheHubBack()
    {
        var first = Start(new SimHost("one"));
        var second = Start(new SimHost("two"));
        Until(() => first.Hub.Term is not null || second.Hub.Term is not null);
        var (holder, other) = first.Hub.Term is not null ? (first, second) : (second, first);
        var began = _clock.GetUtcNow();

        var stop = holder.Stop();
        Until(() => stop.IsCompleted && other.Hub.Term is not null);

        Assert.InRange(_clock.GetUtcNow() - began, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Holder_WhoseStoreIsSilent_DropsTheHubBeforeItsLeaseEnds()
    {
        var faults = new Outage();
        var first = Start(new SimHost("one"), faults);
        Until(() => first.Hub.Term is not null);
        var began = _clock.GetUtcNow();
        faults.IsOn = true;

        Until(() => first.Hub.Term is null);
        Assert.InRange(_clock.GetUtcNow() - began, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(21));
        faults.IsOn = false;
        Until(() => first.Hub.Term is not null);
    }

    [Fact]
    public void Holder_ThatLostTheHubInACommit_AnswersNothingFromMemory()
    {
        var isBroken = true;
        _registry.Orchestrator("Breaks", async context => await context.WaitForExternalEvent<string>("Go") is var word && isBroken ? throw new InvalidOperationException(word) : word);
        var faults = new Outage { Loses = "instances/one/i" };
        var holder = Start(new SimHost("one"), faults);
        Until(() => holder.Hub.Term is not null);
        var standby = Start(new SimHost("two"));
        Call(holder, client => client.ScheduleNewOrchestrationInstanceAsync("Breaks", new StartOrchestrationOptions("one")));

        // Its failure is in the store, and the holder never hears of it.
        faults.IsArmed = true;
        var raise = holder.Context.Call(() => Done(holder.Client.RaiseEventAsync("one", "Go", "!")));
        Until(() => faults.IsOn);
        isBroken = false;
        var rewind = holder.Context.Call(() => Done(holder.Client.RewindInstanceAsync("one", "mended")));
        Until(() => holder.Hub.Term is null);
        faults.IsOn = false;
        Until(() => rewind.IsCompleted);
        Until(() => raise.IsCompleted);

        Assert.True(rewind.IsCompletedSuccessfully, rewind.Exception?.InnerException?.Message);
        var again = TimeSpan.FromSeconds(1);
        OrchestrationMetadata? end = null;
        for (var tries = 0; tries < 120 && end?.RuntimeStatus is not OrchestrationRuntimeStatus.Completed; tries++)
        {
            var pause = Task.Delay(again, _clock);
            Until(() => pause.IsCompleted);
            end = Call(standby, client => client.GetInstanceAsync("one"));
        }

        Assert.Equal(OrchestrationRuntimeStatus.Completed, end?.RuntimeStatus);
    }

    [Fact]
    public void Execution_FollowedBeforeItHadToldOthers_LeavesNothingInTheIndex()
    {
        _registry.Orchestrator("Tells", context =>
        {
            context.SendEvent("other", "Go", "told");
            return Task.FromResult<object?>("told");
        });
        var faults = new Outage { Only = "instances/other/" };
        var process = Start(new SimHost("one"), faults, options => options.MaxLiveBytes = 0);
        Until(() => process.Hub.Term is not null);
        Call(process, client => client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("other")));
        faults.IsOn = true;
        Call(process, client => client.ScheduleNewOrchestrationInstanceAsync("Tells", new StartOrchestrationOptions("one")));
        Call(process, client => client.WaitForInstanceCompletionAsync("one"));

        // It leaves the memory at once.
        Call(process, client => client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("one")));
        faults.IsOn = false;
        Assert.Equal("told", Call(process, client => client.WaitForInstanceCompletionAsync("other", true)).ReadOutputAs<string>());
        Call(process, client => client.RaiseEventAsync("one", "Go", "!"));
        Call(process, client => client.WaitForInstanceCompletionAsync("one"));
        var later = Task.Delay(TimeSpan.FromMinutes(5), _clock);
        Until(() => later.IsCompleted);

        Assert.Empty(_store.Table("clickdeployindex").Query("active", KeyRange.All).ToBlockingEnumerable().Select(row => row.Key));
    }

    [Fact]
    public void Standby_StartsAndRaises_TheHolderDoesIt()
    {
        var holder = Start(new SimHost("one"));
        Until(() => holder.Hub.Term is not null);
        var standby = Start(new SimHost("two"));

        Call(standby, client => client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("one")));
        Call(standby, client => client.WaitForInstanceStartAsync("one"));
        Call(standby, client => client.RaiseEventAsync("one", "Go", "from afar"));
        var end = Call(standby, client => client.WaitForInstanceCompletionAsync("one", true));

        Assert.Equal("from afar", end.ReadOutputAs<string>());
        Assert.Null(standby.Hub.Term);
    }

    [Fact]
    public void Instance_EvictedFromMemory_GoesOnByReplay()
    {
        var process = Start(new SimHost("one"), options: options => options.MaxLiveBytes = 12_000);
        for (var i = 0; i < 8; i++)
        {
            Call(process, client => client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions($"w{i}")));
            Call(process, client => client.WaitForInstanceStartAsync($"w{i}"));
        }

        Assert.InRange(process.Hub.Term!.Live.Total, 4_096, 12_000);
        for (var i = 0; i < 8; i++)
        {
            Call(process, client => client.RaiseEventAsync($"w{i}", "Go", $"{i}"));
            Assert.Equal($"{i}", Call(process, client => client.WaitForInstanceCompletionAsync($"w{i}", true)).ReadOutputAs<string>());
        }
    }

    [Fact]
    public void Activity_AtTheStopOfItsHost_IsCancelledAndRunsAgainElsewhere()
    {
        var runs = 0;
        _registry.Add(new ActivityFunction("Long", typeof(string), async (_, _, _, cancellation) =>
        {
            runs++;
            await Task.Delay(TimeSpan.FromMinutes(1), _clock, cancellation);
            return "done";
        }));
        _registry.Orchestrator("CallsLong", async context => await context.CallActivityAsync<string>("Long"));
        var first = Start(new SimHost("one"));
        Call(first, client => client.ScheduleNewOrchestrationInstanceAsync("CallsLong", new StartOrchestrationOptions("one")));
        Until(() => runs == 1);
        var stop = first.Stop();
        Until(() => stop.IsCompleted);

        var second = Start(new SimHost("one"));
        var end = Call(second, client => client.WaitForInstanceCompletionAsync("one", true));

        Assert.Equal(("done", 2), (end.ReadOutputAs<string>(), runs));
    }

    private SimProcess Start(SimHost host, SimFaults? faults = null, Action<DurableOptions>? options = null)
    {
        var process = new SimProcess(
            host, ++_pids, _scheduler, owner => new SimStorage(_store, _clock, faults ?? SimFaults.None, owner.Context, () => { }), _clock, _registry, options ?? (_ => { }), null);
        process.Start();
        return process;
    }

    private static async Task<bool> Done(Task task)
    {
        await task;
        return true;
    }

    private T Call<T>(SimProcess process, Func<DurableTaskClient, Task<T>> call)
    {
        var result = process.Context.Call(() => call(process.Client));
        Until(() => result.IsCompleted);
        return result.GetAwaiter().GetResult();
    }

    private void Call(SimProcess process, Func<DurableTaskClient, Task> call) => Call(process, client => Done(call(client)));

    private void Until(Func<bool> isSo)
    {
        var limit = _clock.GetUtcNow().AddHours(1);
        while (!isSo())
        {
            Assert.True((_scheduler.RunOne() || _clock.AdvanceToNext()) && _clock.GetUtcNow() < limit, "it did not come to pass");
        }
    }

    private sealed class Outage : SimFaults
    {
        public bool IsOn { get; set; }

        /// <summary>Calls of this alone.</summary>
        public string Only { get; init; } = "";

        public bool IsArmed { get; set; }

        /// <summary>When armed, the answer to the next commit of this is lost, and the outage begins.</summary>
        public string Loses { get; init; } = "";

        public override bool FailsBefore(string call) => IsOn && call.Contains(Only, StringComparison.Ordinal);

        public override bool LosesAnswer(string call)
        {
            if (!IsArmed || !call.StartsWith("Commit", StringComparison.Ordinal) || !call.Contains(Loses, StringComparison.Ordinal))
            {
                return false;
            }

            (IsArmed, IsOn) = (false, true);
            return true;
        }
    }
}
