using ClickDeploy.Storage;
using ClickDeploy.Storage.Azure;
using ClickDeploy.Tests.Shared.Storage.Azure;
using ClickDeploy.Tests.Simulation;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.SelfHost.Durable.Edges;

/// <summary>Everything that may be asked of an instance, in every state that it may be in.</summary>
public abstract class StateEdges(Func<IStorage>? store) : Edges(store)
{
    private const string Refused = nameof(InvalidOperationException);
    private const string Unknown = nameof(ArgumentException);

    public static TheoryData<string, string, string> Table()
    {
        var table = new TheoryData<string, string, string>();
        Row("raise", "Pending", "Running", "Suspended", Refused, Refused, Refused, "");
        Row("suspend", "Suspended", "Suspended", "Suspended", Refused, Refused, Refused, Unknown);
        Row("resume", "Pending", "Running", "Running", Refused, Refused, Refused, Unknown);
        Row("terminate", "Terminated", "Terminated", "Terminated", Refused, Refused, Refused, Unknown);
        Row("rewind", Refused, Refused, Refused, Refused, "Failed", Refused, Unknown);
        Row("restart", Refused, Refused, Refused, "Running", "Failed", "Running", Unknown);
        Row("restart under a new id", "Pending", "Running", "Suspended", "Completed", "Failed", "Terminated", Unknown);
        Row("purge", Refused, Refused, Refused, "", "", "", "");
        Row("start", Refused, Refused, Refused, "Running", "Running", "Running", "Running");
        return table;

        void Row(string ask, params string[] expected)
        {
            foreach (var (state, then) in new[] { "Pending", "Running", "Suspended", "Completed", "Failed", "Terminated", "" }.Zip(expected))
            {
                table.Add(ask, state, then);
            }
        }
    }

    /// <param name="state">Empty: there is no such instance.</param>
    /// <param name="expected">The status then, or what is thrown.</param>
    [Theory]
    [MemberData(nameof(Table))]
    public async Task Instance_InAnyState_AskedForAnything_DoesItOrSaysWhyNot(string ask, string state, string expected)
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Waits", async context =>
            context.GetInput<string>() == "fail" ? throw new InvalidOperationException("as asked") : await context.WaitForExternalEvent<string>("Go")));
        Bring(durable, state);
        Assert.Equal(state, $"{Status(durable, "one")}");

        if (expected is Refused or Unknown)
        {
            var thrown = Assert.ThrowsAny<Exception>(() => durable.Await(() => Ask(durable.Client, ask)));
            Assert.Equal(expected, thrown.GetType().Name);
            Assert.Equal(state, $"{Status(durable, "one")}");
            return;
        }

        durable.Await(() => Ask(durable.Client, ask));
        Rest(durable);
        Assert.Equal(expected, $"{Status(durable, "one")}");
    }

    [Theory]
    [InlineData("Completed", "Completed", true)]
    [InlineData("Completed", "Failed,Terminated", false)]
    [InlineData("Failed", "Completed,Failed", true)]
    [InlineData("Failed", "Terminated", false)]
    [InlineData("Terminated", "terminated", true)]
    [InlineData("Terminated", "Completed", false)]
    [InlineData("Running", "Completed", true)]
    [InlineData("", "Completed,Failed,Terminated,Running", false)]
    public async Task Start_OfAnIdWithAStatusThatIsNamed_IsRefused(string state, string named, bool refused)
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Waits", async context =>
            context.GetInput<string>() == "fail" ? throw new InvalidOperationException("as asked") : await context.WaitForExternalEvent<string>("Go")));
        Bring(durable, state);
        var options = new StartOrchestrationOptions("one") { DedupeStatuses = named.Split(',') };

        var thrown = Record.Exception(() => durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Waits", options)));

        Assert.Equal(refused, thrown is InvalidOperationException);
        Assert.True(refused || thrown is null, $"{thrown}");
    }

    [Fact]
    public async Task Start_WithAStatusThatThereIsNot_IsRefused()
    {
        await using var durable = Durable(TestFunctions.Echoing());

        var refusal = Assert.Throws<ArgumentException>(() => durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Five", new StartOrchestrationOptions("one") { DedupeStatuses = ["Done"] })));

        Assert.Contains("'Done' is not a status", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-3_600)]
    [InlineData(0)]
    public async Task StartAt_InThePast_IsAtOnce(int seconds)
    {
        await using var durable = Durable(TestFunctions.Echoing());
        var began = durable.Clock.GetUtcNow();

        durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Five", new StartOrchestrationOptions("one", began.AddSeconds(seconds))));

        Assert.Equal("01234", End(durable, "one").ReadOutputAs<string>());
        Assert.InRange(durable.Clock.GetUtcNow() - began, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task StartAt_InADay_OutlivesTheProcess()
    {
        await using var durable = Durable(TestFunctions.Echoing());
        var at = durable.Clock.GetUtcNow().AddDays(1);
        durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Five", new StartOrchestrationOptions("one", at)));
        durable.Await(() => Task.Delay(TimeSpan.FromMinutes(5), durable.Clock));
        Assert.Equal(0, durable.Calls);

        durable.Crash();

        Assert.Equal("01234", End(durable, "one").ReadOutputAs<string>());
        Assert.InRange(durable.Clock.GetUtcNow() - at, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task TerminatedBeforeItsTime_NeverRuns()
    {
        await using var durable = Durable(TestFunctions.Echoing());
        durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Five", new StartOrchestrationOptions("one", durable.Clock.GetUtcNow().AddHours(1))));

        durable.Await(() => durable.Client.TerminateInstanceAsync("one", "not now"));
        durable.Await(() => Task.Delay(TimeSpan.FromHours(2), durable.Clock));

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, Status(durable, "one"));
        Assert.Equal(0, durable.Calls);
    }

    [Fact]
    public async Task Purged_WhileSomebodyWaits_AndStartedAgain_IsWaitedFor()
    {
        await using var durable = Durable(TestFunctions.Echoing());
        durable.Run("Five", id: "one");
        durable.Await(() => durable.Client.PurgeInstanceAsync("one", CancellationToken.None));

        var end = durable.Await(async () =>
        {
            var waiting = durable.Client.WaitForInstanceCompletionAsync("one", getInputsAndOutputs: true);
            await durable.Client.ScheduleNewOrchestrationInstanceAsync("Five", new StartOrchestrationOptions("one"));
            return await waiting;
        });

        Assert.Equal("01234", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Wait_ThatIsCancelled_LeavesTheOthersWaiting()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Waits", async context => await context.WaitForExternalEvent<string>("Go")));
        StartAndRest(durable, "Waits", "one");

        var (cancelled, ends) = durable.Await(async () =>
        {
            using var over = new CancellationTokenSource();
            var first = durable.Client.WaitForInstanceCompletionAsync("one", over.Token);
            var others = Enumerable.Range(0, 5).Select(_ => durable.Client.WaitForInstanceCompletionAsync("one", getInputsAndOutputs: true)).ToList();
            over.Cancel();
            var thrown = await Record.ExceptionAsync(() => first);
            await durable.Client.RaiseEventAsync("one", "Go", "went");
            return (thrown, await Task.WhenAll(others));
        });

        Assert.IsAssignableFrom<OperationCanceledException>(cancelled);
        Assert.All(ends, end => Assert.Equal("went", end.ReadOutputAs<string>()));
    }

    private static void Bring(InMemoryDurable durable, string state)
    {
        if (state.Length == 0)
        {
            return;
        }

        var at = state == "Pending" ? durable.Clock.GetUtcNow().AddDays(1) : (DateTimeOffset?)null;
        durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Waits", state == "Failed" ? "fail" : "wait", new StartOrchestrationOptions("one", at)));
        Rest(durable);
        durable.Await(() => state switch
        {
            "Suspended" => durable.Client.SuspendInstanceAsync("one"),
            "Completed" => durable.Client.RaiseEventAsync("one", "Go", "went"),
            "Terminated" => durable.Client.TerminateInstanceAsync("one"),
            _ => Task.CompletedTask,
        });
        Rest(durable);
    }

    private static Task Ask(DurableTaskClient client, string ask) => ask switch
    {
        "raise" => client.RaiseEventAsync("one", "Other", "x"),
        "suspend" => client.SuspendInstanceAsync("one", "why"),
        "resume" => client.ResumeInstanceAsync("one", "why"),
        "terminate" => client.TerminateInstanceAsync("one", "why"),
        "rewind" => client.RewindInstanceAsync("one", "why"),
        "restart" => client.RestartAsync("one"),
        "restart under a new id" => client.RestartAsync("one", restartWithNewInstanceId: true),
        "purge" => client.PurgeInstanceAsync("one", CancellationToken.None),
        _ => client.ScheduleNewOrchestrationInstanceAsync("Waits", "wait", new StartOrchestrationOptions("one")),
    };
}

[Trait("Speed", "Slow")]
public sealed class StateEdgesInMemory() : StateEdges(null);

[Collection(OnAzurite.Name)]
[Trait("Speed", "Slow")]
public sealed class StateEdgesOnAzurite(AzuriteFixture azurite) : StateEdges(() => AzureStorage.Connect(azurite.ConnectionString, TimeProvider.System));
