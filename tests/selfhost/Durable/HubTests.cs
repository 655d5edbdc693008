using ClickDeploy.SelfHost.Durable;
using ClickDeploy.Storage;
using ClickDeploy.Tests.Simulation.World;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.SelfHost.Durable;

/// <summary>Who holds the hub, and what a change of hands does.</summary>
public sealed class HubTests : HubStage
{
    [Fact]
    public void Holder_DiedOnTheSameHost_IsFollowedAtOnce()
    {
        var host = new SimHost("one");
        var first = Start(host);
        Until(() => first.Hub.Term is not null);
        first.Kill();
        var began = Clock.GetUtcNow();

        var second = Start(host);
        Until(() => second.Hub.Term is not null);

        Assert.Equal(began, Clock.GetUtcNow());
    }

    [Fact]
    public void Holder_DiedOnAnotherHost_IsFollowedWhenItsLeaseHasExpired()
    {
        var first = Start(new SimHost("one"));
        Until(() => first.Hub.Term is not null);
        var second = Start(new SimHost("two"));
        Until(() => Clock.GetUtcNow().Second >= 30);
        Assert.Null(second.Hub.Term);
        first.Kill();
        var began = Clock.GetUtcNow();

        Until(() => second.Hub.Term is not null);

        Assert.InRange(Clock.GetUtcNow() - began, TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(17));
    }

    [Fact]
    public void Holder_ThatStops_GivesTheHubBack()
    {
        var first = Start(new SimHost("one"));
        var second = Start(new SimHost("two"));
        Until(() => first.Hub.Term is not null || second.Hub.Term is not null);
        var (holder, other) = first.Hub.Term is not null ? (first, second) : (second, first);
        var began = Clock.GetUtcNow();

        var stop = holder.Stop();
        Until(() => stop.IsCompleted && other.Hub.Term is not null);

        Assert.InRange(Clock.GetUtcNow() - began, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Holder_WhoseStoreIsSilent_DropsTheHubBeforeItsLeaseEnds()
    {
        var faults = new Outage();
        var first = Start(new SimHost("one"), faults);
        Until(() => first.Hub.Term is not null);
        var began = Clock.GetUtcNow();
        faults.IsOn = true;

        Until(() => first.Hub.Term is null);
        Assert.InRange(Clock.GetUtcNow() - began, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(21));
        faults.IsOn = false;
        Until(() => first.Hub.Term is not null);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    public void Holder_WithAnswersForItsLeaseThatNobodyExpected_GoesOn(int answers)
    {
        var faults = new Unexpected("Commit clickdeployindex/lease/hub");
        var first = Start(new SimHost("one"), faults);
        Until(() => first.Hub.Term is not null);
        Call(first, client => client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("one")));

        // One: it renews the next time. Thirty: the lease runs out, and is taken again.
        faults.Left = answers;
        Until(() => faults.Left == 0);
        Pass(TimeSpan.FromMinutes(1));

        Call(first, client => client.RaiseEventAsync("one", "Go", "went"));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, Call(first, client => client.WaitForInstanceCompletionAsync("one", CancellationToken.None)).RuntimeStatus);
    }

    [Fact]
    public void Holder_WithAnAnswerForTheIndexThatNobodyExpected_ReadsItAgain()
    {
        var host = new SimHost("one");
        var first = Start(host);
        Call(first, client => client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("one")));
        first.Kill();
        var second = Start(host, new Unexpected("Query clickdeployindex/active/") { Left = 1 });
        Until(() => second.Hub.Term is not null);

        Call(second, client => client.RaiseEventAsync("one", "Go", "went"));

        Assert.Equal(OrchestrationRuntimeStatus.Completed, Call(second, client => client.WaitForInstanceCompletionAsync("one", CancellationToken.None)).RuntimeStatus);
    }

    [Fact]
    public void Holder_ThatLostTheHubInACommit_AnswersNothingFromMemory()
    {
        var isBroken = true;
        Registry.Orchestrator("Breaks", async context => await context.WaitForExternalEvent<string>("Go") is var word && isBroken ? throw new InvalidOperationException(word) : word);
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
            var pause = Task.Delay(again, Clock);
            Until(() => pause.IsCompleted);
            end = Call(standby, client => client.GetInstanceAsync("one"));
        }

        Assert.Equal(OrchestrationRuntimeStatus.Completed, end?.RuntimeStatus);
    }

    [Fact]
    public void Execution_FollowedBeforeItHadToldOthers_LeavesNothingInTheIndex()
    {
        Registry.Orchestrator("Tells", context =>
        {
            context.SendEvent("other", "Go", "told");
            return Task.FromResult<object?>("told");
        });
        var faults = new Outage { Hits = call => call.Contains("instances/other/", StringComparison.Ordinal) };
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
        Pass(TimeSpan.FromMinutes(5));

        Assert.Empty(Store.Table("clickdeployindex").Query("active", KeyRange.All).ToBlockingEnumerable().Select(row => row.Key));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Event_SentBeforeACrash_IsNothingToTheNextExecutionOfItsReceiver(bool isTerminated)
    {
        Registry.Orchestrator("Tells", async context =>
        {
            context.SendEvent("other", "Go", "told");
            return await context.WaitForExternalEvent<string>("Go");
        });
        var host = new SimHost("one");
        var isHeld = false;
        var faults = new Outage { IsOn = true, Hits = call => (isHeld && call == "Get clickdeployinstances/other/i") || call.StartsWith("Commit clickdeployinstances/one/o|", StringComparison.Ordinal) };
        var process = Start(host, faults, options => options.MaxLiveBytes = 0);
        Call(process, client => client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("other")));
        Call(process, client => client.WaitForInstanceStartAsync("other"));
        if (isTerminated)
        {
            // One step takes the event and the termination; the body gets neither.
            isHeld = true;
            process.Context.Call(() => Done(process.Client.ResumeInstanceAsync("other")));
            Until(() => faults.Count > 0);
        }

        Call(process, client => client.ScheduleNewOrchestrationInstanceAsync("Tells", new StartOrchestrationOptions("one")));
        if (isTerminated)
        {
            Until(() => process.Hub.Term!.Waiting == 1);
            process.Context.Call(() => Done(process.Client.TerminateInstanceAsync("other")));
            Until(() => process.Hub.Term!.Waiting == 2);
            isHeld = false;
        }

        Call(process, client => client.WaitForInstanceCompletionAsync("other"));
        Call(process, client => client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("other")));

        // Nothing says that the event was delivered.
        process.Kill();
        Assert.NotEmpty(Store.Table("clickdeployinstances").Query("one", KeyRange.Prefix("o|")).ToBlockingEnumerable());
        var second = Start(host);
        Pass(TimeSpan.FromMinutes(5));

        Assert.Empty(Store.Table("clickdeployinstances").Query("one", KeyRange.Prefix("o|")).ToBlockingEnumerable());
        Assert.Equal(OrchestrationRuntimeStatus.Running, Call(second, client => client.GetInstanceAsync("other"))?.RuntimeStatus);
        Call(second, client => client.RaiseEventAsync("other", "Go", "another"));
        Assert.Equal("another", Call(second, client => client.WaitForInstanceCompletionAsync("other", true)).ReadOutputAs<string>());
    }

    [Fact]
    public void Event_WhoseAnswerWasLostWithTheHub_IsNothingToTheNextExecution()
    {
        var faults = new Outage { Loses = "instances/one/i" };
        var holder = Start(new SimHost("one"), faults);
        Until(() => holder.Hub.Term is not null);
        var standby = Start(new SimHost("two"));
        Call(holder, client => client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("one")));

        // The event is in the store, and its sender never hears of it.
        faults.IsArmed = true;
        var raise = holder.Context.Call(() => Done(holder.Client.RaiseEventAsync("one", "Go", "!")));
        Until(() => holder.Hub.Term is null && standby.Hub.Term is not null);
        Call(standby, client => client.WaitForInstanceCompletionAsync("one"));
        Call(standby, client => client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("one")));
        faults.IsOn = false;
        Until(() => raise.IsCompleted);
        Pass(TimeSpan.FromMinutes(5));

        Assert.True(raise.IsCompletedSuccessfully, raise.Exception?.InnerException?.Message);
        Assert.Equal(OrchestrationRuntimeStatus.Running, Call(standby, client => client.GetInstanceAsync("one"))?.RuntimeStatus);
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
    public void Purge_RecursiveByAStandbyBeforeTheChildHasSaidAll_TakesAllOrKeepsTheParent()
    {
        Registry.Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>("Said", new SubOrchestrationOptions { InstanceId = "child" }));
        Registry.Orchestrator("Said", _ => Task.FromResult<object?>("said"));
        var faults = new Outage { Hits = call => call.StartsWith("Commit clickdeployinstances/child/o|", StringComparison.Ordinal), IsOn = true };
        var holder = Start(new SimHost("one"), faults);
        Until(() => holder.Hub.Term is not null);
        var standby = Start(new SimHost("two"));
        Call(holder, client => client.ScheduleNewOrchestrationInstanceAsync("Parent", new StartOrchestrationOptions("one")));
        Call(holder, client => client.WaitForInstanceCompletionAsync("one"));
        var recursive = new PurgeInstanceOptions(Recursive: true);

        Assert.Throws<InvalidOperationException>(() => Call(standby, client => client.PurgeInstanceAsync("one", recursive)));
        Assert.Equal(0, Call(standby, client => client.PurgeAllInstancesAsync(new PurgeInstancesFilter(), recursive)).PurgedInstanceCount);
        Assert.NotNull(Call(standby, client => client.GetInstanceAsync("one")));
        faults.IsOn = false;
        var later = Task.Delay(TimeSpan.FromMinutes(1), Clock);
        Until(() => later.IsCompleted);

        Assert.Equal(2, Call(standby, client => client.PurgeInstanceAsync("one", recursive)).PurgedInstanceCount);
        Assert.Null(Call(standby, client => client.GetInstanceAsync("child")));
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

    // Simulated seed 3554: each of the two was told again when the other was known to be told, without end.
    [Fact]
    public void Instance_EvictedWhileItTellsTwo_TellsEachOnce()
    {
        Registry.Orchestrator("TellsTwo", async context =>
        {
            context.SendEvent("a", "Go", "first");
            await context.CallActivityAsync<string>("Echo", "");
            context.SendEvent("b", "Go", "second");
            return await context.WaitForExternalEvent<string>("Go");
        });
        var faults = new Outage { IsOn = true, Hits = call => call == "Query clickdeployinstances/a/m|" };
        var process = Start(new SimHost("one"), faults, options => options.MaxLiveBytes = 0);
        Call(process, client => client.ScheduleNewOrchestrationInstanceAsync("TellsTwo", new StartOrchestrationOptions("one")));
        Until(() => Told().Count() == 2);
        faults.IsOn = false;
        Pass(TimeSpan.FromSeconds(5));

        Assert.Empty(Told());
        Call(process, client => client.RaiseEventAsync("one", "Go", "!"));
        Assert.Equal("!", Call(process, client => client.WaitForInstanceCompletionAsync("one", true)).ReadOutputAs<string>());

        IEnumerable<Row> Told() => Store.Table("clickdeployinstances").Query("one", KeyRange.Prefix("o|")).ToBlockingEnumerable();
    }

    [Fact]
    public void Activity_AtTheStopOfItsHost_IsCancelledAndRunsAgainElsewhere()
    {
        var runs = 0;
        Registry.Add(new ActivityFunction("Long", typeof(string), async (_, _, _, cancellation) =>
        {
            runs++;
            await Task.Delay(TimeSpan.FromMinutes(1), Clock, cancellation);
            return "done";
        }));
        Registry.Orchestrator("CallsLong", async context => await context.CallActivityAsync<string>("Long"));
        var first = Start(new SimHost("one"));
        Call(first, client => client.ScheduleNewOrchestrationInstanceAsync("CallsLong", new StartOrchestrationOptions("one")));
        Until(() => runs == 1);
        var stop = first.Stop();
        Until(() => stop.IsCompleted);

        var second = Start(new SimHost("one"));
        var end = Call(second, client => client.WaitForInstanceCompletionAsync("one", true));

        Assert.Equal(("done", 2), (end.ReadOutputAs<string>(), runs));
    }

    private sealed class Unexpected(string hit) : SimFaults
    {
        public int Left { get; set; }

        public override bool FailsBefore(string call)
        {
            if (Left == 0 || !call.StartsWith(hit, StringComparison.Ordinal))
            {
                return false;
            }

            Left--;
            throw new InvalidOperationException($"{call} was answered by 418.");
        }
    }
}
