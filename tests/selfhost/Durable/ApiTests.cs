using ClickDeploy.Tests.SelfHost.Durable.Vectors;
using ClickDeploy.Tests.Simulation;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.Tests.SelfHost.Durable;

/// <summary>The short forms of the API, and what its records say of themselves: everything that nothing else calls.</summary>
public sealed class ApiTests
{
    [Fact]
    public async Task Client_ShortForms_DoWhatTheLongOnesDo()
    {
        await using var durable = Waiting();
        var client = durable.Client;
        var none = CancellationToken.None;

        var (named, given, chosen) = durable.Await(async () => (
            await client.ScheduleNewOrchestrationInstanceAsync("Waits", none),
            await client.ScheduleNewOrchestrationInstanceAsync("Waits", "input", none),
            await client.ScheduleNewOrchestrationInstanceAsync("Waits", new StartOrchestrationOptions("chosen"), none)));
        durable.Await(() => client.WaitForInstanceStartAsync(given, none));
        Assert.Equal("chosen", chosen);
        Assert.Equal("input", durable.Await(() => client.GetInstancesAsync(given, getInputsAndOutputs: true))!.ReadInputAs<string>());
        durable.Await(() => client.SuspendInstanceAsync(named, none));
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, durable.Await(() => client.GetInstanceAsync(named, none))!.RuntimeStatus);
        durable.Await(() => client.ResumeInstanceAsync(named, none));
        durable.Await(() => client.RaiseEventAsync(named, "Go", none));
        durable.Await(() => client.TerminateInstanceAsync(given, none));
        durable.Await(() => client.TerminateInstanceAsync(chosen, (object)"why"));

        Assert.Equal(OrchestrationRuntimeStatus.Completed, durable.Await(() => client.WaitForInstanceCompletionAsync(named, none)).RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, durable.Await(() => client.GetInstancesAsync(given, none))!.RuntimeStatus);
        Assert.Equal("why", durable.Await(() => client.GetInstanceAsync(chosen, getInputsAndOutputs: true))!.ReadOutputAs<string>());
        Assert.Equal(1, durable.Await(() => client.PurgeInstanceAsync(named, none)).PurgedInstanceCount);
        Assert.Equal(2, durable.Await(() => client.PurgeAllInstancesAsync(new PurgeInstancesFilter(), none)).PurgedInstanceCount);
        Assert.Equal("clickdeploy", client.Name);
        durable.Await(() => client.DisposeAsync().AsTask());
    }

    [Fact]
    public async Task Context_ShortForms_DoWhatTheLongOnesDo()
    {
        var calls = new List<string>();
        var registry = TestFunctions.Echoing()
            .Activity<string>("Notes", text =>
            {
                calls.Add(text ?? "none");
                return Task.FromResult<object?>(text);
            })
            .Orchestrator("Child", async context =>
            {
                await context.CallActivityAsync("Notes", $"child {context.GetInput<string>()}");
                return "child";
            })
            .Orchestrator("Parent", async context =>
            {
                var options = new TaskOptions();
                await context.CallActivityAsync("Notes");
                await context.CallActivityAsync("Notes", options);
                await context.CallActivityAsync<string>("Notes", options);
                await context.CallSubOrchestratorAsync("Child");
                await context.CallSubOrchestratorAsync("Child", "input");
                await context.CallSubOrchestratorAsync("Child", options.WithInstanceId("given"));
                return await context.CallSubOrchestratorAsync<string>("Child", new SubOrchestrationOptions(options, "given")) + new SubOrchestrationOptions(options.WithInstanceId("kept")).InstanceId;
            });
        await using var durable = new InMemoryDurable(registry);

        Assert.Equal("childkept", durable.Run("Parent").ReadOutputAs<string>());
        Assert.Equal(["none", "none", "none", "child ", "child input", "child ", "child "], calls);
    }

    [Theory]
    [InlineData(false, "came")]
    [InlineData(true, "cancelled")]
    public async Task Wait_WithATimeOutAndAToken_EndsByEither(bool cancels, string expected)
    {
        await using var durable = new InMemoryDurable(TestFunctions.Echoing().Orchestrator("Waits", async context =>
        {
            using var over = new CancellationTokenSource();
            var wait = context.WaitForExternalEvent<string>("Go", TimeSpan.FromHours(1), over.Token);
            if (cancels)
            {
                over.Cancel();
            }

            try
            {
                return await wait;
            }
            catch (OperationCanceledException)
            {
                return "cancelled";
            }
        }));
        durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Waits", new StartOrchestrationOptions("one")));
        if (!cancels)
        {
            durable.Await(() => durable.Client.RaiseEventAsync("one", "Go", "came"));
        }

        Assert.Equal(expected, durable.Await(() => durable.Client.WaitForInstanceCompletionAsync("one", true)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Options_GivenAsInput_AreRefused()
    {
        await using var durable = new InMemoryDurable(TestFunctions.Echoing().Orchestrator("Mistaken", async context => await context.CallActivityAsync<string>("Echo", (object)new TaskOptions())));

        Assert.Contains("Pass them as options", durable.Run("Mistaken").SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Loggers_OfEachKind_SpeakOnceForAllReplays()
    {
        var log = new VectorLog();
        var registry = TestFunctions.Echoing().Orchestrator("Speaks", async context =>
        {
            var loggers = new[]
            {
                context.CreateReplaySafeLogger("Vectors"), context.ReplaySafeLoggerFactory.CreateLogger("Vectors"), context.CreateReplaySafeLogger(typeof(ApiTests)), context.CreateReplaySafeLogger<ApiTests>(),
            };
            Say(loggers, "first");
            await context.CallActivityAsync("Echo", "x");
            Say(loggers, "second");
            return null;
        });
        await using var durable = new InMemoryDurable(registry, services => services.AddSingleton<ILoggerProvider>(log), options: options => options.MaxLiveBytes = 0);

        durable.Run("Speaks");

        // The other two are of another category, which nobody keeps here.
        Assert.Equal(["first", "first", "second", "second"], log.Lines);

        static void Say(IEnumerable<ILogger> loggers, string text)
        {
            foreach (var logger in loggers)
            {
#pragma warning disable CA1848, CA2254 // The text is what is looked at.
                logger.LogInformation(text);
#pragma warning restore CA1848, CA2254
            }
        }
    }

    [Fact]
    public void Failure_IsKnownByItsTypeAndThoseBeneath()
    {
        var failure = new TaskFailedException("Task", 3, new ArgumentNullException("x", new TimeoutException("inner")));

        Assert.True(failure.IsCausedByException<ArgumentNullException>());
        Assert.True(failure.IsCausedByException<ArgumentException>());
        Assert.False(failure.IsCausedByException<TimeoutException>());
        Assert.True(failure.FailureDetails.IsCausedBy(typeof(Exception)));
        Assert.True(failure.FailureDetails.InnerFailure!.IsCausedBy<TimeoutException>());
        Assert.False((failure.FailureDetails with { ErrorType = "No.Such.Type" }).IsCausedBy<Exception>());
        Assert.Equal(("Task", 3), (failure.TaskName, failure.TaskId));
    }

    [Fact]
    public async Task Metadata_SaysWhatItIsOf()
    {
        await using var durable = Waiting();
        durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("Waits", new StartOrchestrationOptions("one")));
        var seen = durable.Await(() => durable.Client.WaitForInstanceStartAsync("one"));

        Assert.True(seen is { IsRunning: true, IsCompleted: false });
        Assert.Contains("Name: 'Waits', ID: 'one', RuntimeStatus: Running", seen.ToString(), StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(seen.ReadInputAs<string>);
    }

    [Fact]
    public void Name_IsTheSameInAnyCase()
    {
        TaskName name = "Deploy";

        Assert.True(name == "DEPLOY" && name != "Other" && name.Equals((object)new TaskName("deploy")));
        Assert.Equal(name.GetHashCode(), new TaskName("deploy").GetHashCode());
        Assert.Equal(("Deploy", "", "Deploy"), (name.Name, name.Version, name.ToString()));
        Assert.Equal(default, (TaskName)"");
    }

    private static InMemoryDurable Waiting() => new(TestFunctions.Echoing().Orchestrator("Waits", async context => await context.WaitForExternalEvent<string?>("Go")));
}
