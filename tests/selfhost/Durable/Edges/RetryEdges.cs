using ClickDeploy.SelfHost.Durable;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Azure;
using ClickDeploy.Tests.Shared.Storage.Azure;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.SelfHost.Durable.Edges;

/// <summary>Attempts by policy and by handler.</summary>
public abstract class RetryEdges(Func<IStorage>? store) : Edges(store)
{
    [Fact]
    public async Task Policy_OfOneAttempt_MakesNoTimer()
    {
        await using var durable = Durable(Failing(failures: 9).Orchestrator("Tries", async context => await Call(context, new RetryPolicy(1, TimeSpan.FromSeconds(1)))));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, durable.Run("Tries", id: "one").RuntimeStatus);
        Assert.Equal(1, durable.Calls);
        Assert.DoesNotContain("TimerCreated", durable.History("one"));
    }

    [Fact]
    public async Task Pauses_GrowUpToTheLongest()
    {
        var policy = new RetryPolicy(5, TimeSpan.FromSeconds(1), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromSeconds(3));
        await using var durable = Durable(Failing(failures: 4).Orchestrator("Tries", async context =>
        {
            var before = context.CurrentUtcDateTime;
            await Call(context, policy);
            return (int)(context.CurrentUtcDateTime - before).TotalSeconds;
        }));

        // 1 + 2 + 3 + 3
        Assert.Equal(9, durable.Run("Tries").ReadOutputAs<int>());
    }

    [Fact]
    public async Task TimeOut_OfAllAttempts_EndsThem()
    {
        var policy = new RetryPolicy(100, TimeSpan.FromSeconds(2), retryTimeout: TimeSpan.FromSeconds(5));
        await using var durable = Durable(Failing(failures: 99).Orchestrator("Tries", async context => await Call(context, policy)));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, durable.Run("Tries").RuntimeStatus);
        Assert.Equal(4, durable.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Policy_WithoutAnEnd_GoesOnPausingLonger(bool asTheLongestTime)
    {
        var endless = asTheLongestTime ? TimeSpan.MaxValue : Timeout.InfiniteTimeSpan;
        var policy = new RetryPolicy(9, TimeSpan.FromHours(1), backoffCoefficient: 3, maxRetryInterval: endless, retryTimeout: endless);
        await using var durable = Durable(Failing(failures: 4).Orchestrator("Tries", async context =>
        {
            var before = context.CurrentUtcDateTime;
            await Call(context, policy);
            return (int)(context.CurrentUtcDateTime - before).TotalHours;
        }));

        // 1 + 3 + 9 + 27
        Assert.Equal(40, durable.Run("Tries").ReadOutputAs<int>());
    }

    [Fact]
    public async Task Pause_BeyondTheEndOfTime_WaitsForThat()
    {
        var policy = new RetryPolicy(9, TimeSpan.FromDays(1), backoffCoefficient: 1e9, maxRetryInterval: Timeout.InfiniteTimeSpan);
        await using var durable = Durable(Failing(failures: 9).Orchestrator("Tries", async context => await Call(context, policy)));
        StartAndRest(durable, "Tries", "one");

        durable.Await(() => Task.Delay(TimeSpan.FromDays(2), durable.Clock));

        Assert.Equal((OrchestrationRuntimeStatus.Running, 2), (Status(durable, "one"), durable.Calls));
        durable.Await(() => durable.Client.TerminateInstanceAsync("one"));
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, Status(durable, "one"));
    }

    [Fact]
    public async Task HandleFailure_OfAnotherKind_EndsTheAttempts()
    {
        var policy = new RetryPolicy(9, TimeSpan.FromSeconds(1)) { HandleFailure = failure => failure.IsCausedBy<TimeoutException>() };
        var thrown = 0;
        var registry = TestFunctions.Echoing()
            .Activity<string>("Fails", _ => ++thrown < 3 ? throw new TimeoutException("again") : throw new InvalidOperationException("not again"))
            .Orchestrator("Tries", async context => await Call(context, policy));
        await using var durable = Durable(registry);

        Assert.Contains("not again", durable.Run("Tries").SerializedOutput, StringComparison.Ordinal);
        Assert.Equal(3, durable.Calls);
    }

    [Fact]
    public async Task Handler_SeesEachAttempt_AndEndsThem()
    {
        var registry = Failing(failures: 99).Orchestrator("Tries", async context =>
        {
            var seen = new List<string>();
            try
            {
                await context.CallActivityAsync<string>("Fails", "x", TaskOptions.FromRetryHandler(retry =>
                {
                    seen.Add($"{retry.LastAttemptNumber} {retry.LastFailure.ErrorMessage} {retry.OrchestrationContext.InstanceId} {retry.TotalRetryTime >= TimeSpan.Zero} {retry.CancellationToken.IsCancellationRequested}");
                    return retry.LastAttemptNumber < 3;
                }));
            }
            catch (TaskFailedException)
            {
            }

            return string.Join('|', seen);
        });
        await using var durable = Durable(registry);

        Assert.Equal("1 failed 1 one True False|2 failed 2 one True False|3 failed 3 one True False", durable.Run("Tries", id: "one").ReadOutputAs<string>());
    }

    [Fact]
    public async Task Handler_ThatWaitsForADurableTimer_PausesByIt()
    {
        var registry = Failing(failures: 2).Orchestrator("Tries", async context =>
        {
            var before = context.CurrentUtcDateTime;
            AsyncRetryHandler handler = async retry =>
            {
                await retry.OrchestrationContext.CreateTimer(TimeSpan.FromMinutes(retry.LastAttemptNumber), CancellationToken.None);
                return true;
            };
            await context.CallActivityAsync<string>("Fails", "x", new TaskOptions(new TaskRetryOptions(handler)));
            return (int)(context.CurrentUtcDateTime - before).TotalMinutes;
        });
        await using var durable = Durable(registry, options => options.MaxLiveBytes = 0);

        Assert.Equal(3, durable.Run("Tries").ReadOutputAs<int>());
    }

    [Fact]
    public async Task Handler_ThatThrows_FailsTheInstanceWithItsOwn()
    {
        await using var durable = Durable(Failing(failures: 9).Orchestrator("Tries", async context =>
            await context.CallActivityAsync<string>("Fails", "x", TaskOptions.FromRetryHandler(new RetryHandler(_ => throw new InvalidOperationException("the handler's own"))))));

        Assert.Equal("System.InvalidOperationException: the handler's own", durable.Run("Tries").SerializedOutput);
    }

    [Fact]
    public async Task Attempts_OfAFanOut_AreCountedEachForItself()
    {
        var calls = new Dictionary<string, int>();
        var registry = TestFunctions.Echoing().Activity<string>("Flaky", name =>
        {
            calls[name] = calls.GetValueOrDefault(name) + 1;
            return calls[name] <= name.Length ? throw new InvalidOperationException(name) : Task.FromResult<object?>(calls[name]);
        }).Orchestrator("Tries", async context =>
            await Task.WhenAll(new[] { "a", "bb", "ccc" }.Select(name => context.CallActivityAsync<int>("Flaky", name, TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromSeconds(1)))))));
        await using var durable = Durable(registry);

        Assert.Equal([2, 3, 4], durable.Run("Tries").ReadOutputAs<List<int>>());
    }

    [Fact]
    public async Task Pause_OfAnHour_OutlivesTheProcess()
    {
        await using var durable = Durable(Failing(failures: 1).Orchestrator("Tries", async context => await Call(context, new RetryPolicy(2, TimeSpan.FromHours(1)))));
        StartAndRest(durable, "Tries", "one");

        durable.Crash();

        Assert.Equal("done", End(durable, "one").ReadOutputAs<string>());
        Assert.Equal(2, durable.Calls);
    }

    [Fact]
    public async Task Child_WithoutAnId_IsAnotherInstanceAtEachAttempt()
    {
        var registry = FailingChild().Orchestrator("Parent", async context =>
            await context.CallSubOrchestratorAsync<string>("Child", "x", TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromSeconds(1)))));
        await using var durable = Durable(registry);

        Assert.Equal("third", durable.Run("Parent").ReadOutputAs<string>());
        Assert.Equal(4, durable.Await(async () => await durable.Client.GetAllInstancesAsync().ToListAsync()).Count);
    }

    [Fact]
    public async Task Child_WithAGivenId_RunsAgainUnderIt()
    {
        var registry = FailingChild().Orchestrator("Parent", async context =>
            await context.CallSubOrchestratorAsync<string>("Child", "x", TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromSeconds(1))).WithInstanceId("the-child")));
        await using var durable = Durable(registry);

        Assert.Equal("third", durable.Run("Parent").ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Completed, Status(durable, "the-child"));
    }

    [Fact]
    public async Task Result_ThatCannotBeRead_IsNoFailureOfTheActivity()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Tries", async context =>
            await context.CallActivityAsync<int>("Echo", "no number", TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromSeconds(1))))));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, durable.Run("Tries").RuntimeStatus);
        Assert.Equal(1, durable.Calls);
    }

    [Theory]
    [InlineData(0, 1, 1, null, null)]
    [InlineData(1, 0, 1, null, null)]
    [InlineData(1, 1, 0.5, null, null)]
    [InlineData(1, 10, 1, 5, null)]
    [InlineData(1, 10, 1, null, 5)]
    public void Policy_ThatMakesNoSense_IsRefused(int attempts, int first, double coefficient, int? longest, int? timeout)
        => Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(
            attempts, TimeSpan.FromSeconds(first), coefficient, longest is { } most ? TimeSpan.FromSeconds(most) : null, timeout is { } all ? TimeSpan.FromSeconds(all) : null));

    private static Task<string> Call(TaskOrchestrationContext context, RetryPolicy policy) => context.CallActivityAsync<string>("Fails", "x", TaskOptions.FromRetryPolicy(policy));

    private static DurableRegistry Failing(int failures)
    {
        var calls = 0;
        return TestFunctions.Echoing().Activity<string>("Fails", _ => ++calls <= failures ? throw new InvalidOperationException($"failed {calls}") : Task.FromResult<object?>("done"));
    }

    private static DurableRegistry FailingChild()
    {
        var calls = 0;
        return TestFunctions.Echoing().Activity<string>("Fails", _ => ++calls < 3 ? throw new InvalidOperationException("not yet") : Task.FromResult<object?>("third"))
            .Orchestrator("Child", async context => await context.CallActivityAsync<string>("Fails", "x"));
    }
}

public sealed class RetryEdgesInMemory() : RetryEdges(null);

[Collection(OnAzurite.Name)]
[Trait("Speed", "Slow")]
public sealed class RetryEdgesOnAzurite(AzuriteFixture azurite) : RetryEdges(() => AzureStorage.Connect(azurite.ConnectionString, TimeProvider.System));
