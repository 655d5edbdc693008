using ClickDeploy.Tests.SelfHost.Durable;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.Simulation;

public sealed class InMemoryDurableTests
{
    [Fact]
    public async Task Twice_EachActivity_RunsTwiceAndCountsOnce()
    {
        var runs = 0;
        var registry = TestFunctions.Echoing().Activity<string>("Count", text => Task.FromResult<object?>(++runs))
            .Orchestrator("Counts", async context => await context.CallActivityAsync<int>("Count", "x"));
        await using var durable = new InMemoryDurable(registry, intercept: Interceptors.Twice);

        Assert.Equal(2, durable.Run("Counts").ReadOutputAs<int>());
    }

    [Theory]
    [InlineData(0, OrchestrationRuntimeStatus.Failed)]
    [InlineData(4, OrchestrationRuntimeStatus.Failed)]
    [InlineData(5, OrchestrationRuntimeStatus.Completed)]
    public async Task FailAt_ACall_FailsThatOneOnly(int n, OrchestrationRuntimeStatus expected)
    {
        await using var durable = new InMemoryDurable(TestFunctions.Echoing(), intercept: Interceptors.FailAt(n));

        Assert.Equal(expected, durable.Run("Five").RuntimeStatus);
        Assert.Equal(Math.Min(n + 1, 5), durable.Calls);
    }

    [Fact]
    public async Task Clock_WithALongTimer_GoesOnByItself()
    {
        var registry = TestFunctions.Echoing().Orchestrator("Sleeps", async context =>
        {
            await context.CreateTimer(TimeSpan.FromDays(100), CancellationToken.None);
            return "awake";
        });
        await using var durable = new InMemoryDurable(registry);

        var end = durable.Run("Sleeps");

        Assert.Equal("awake", end.ReadOutputAs<string>());
        Assert.True(end.LastUpdatedAt - end.CreatedAt >= TimeSpan.FromDays(100));
    }
}
