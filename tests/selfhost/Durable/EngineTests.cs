using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.SelfHost.Durable;

public sealed class EngineTests
{
    [Fact]
    public async Task Sequence_OfFive_RunsOnceEach()
    {
        await using var durable = new Simulation.InMemoryDurable(Functions.Echoing());

        var end = durable.Run("Five");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus);
        Assert.Equal("01234", end.ReadOutputAs<string>());
        Assert.Equal(5, durable.Calls);
    }
}
