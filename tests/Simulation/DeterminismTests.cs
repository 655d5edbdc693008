using ClickDeploy.Tests.Simulation.World;

namespace ClickDeploy.Tests.Simulation;

public sealed class DeterminismTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(21)]
    public async Task Seed_RunTwice_GoesTheSameWay(int seed)
    {
        await using var once = new SimWorld(seed);
        await using var again = new SimWorld(seed);

        Assert.Equal(once.Run(), again.Run());
        Assert.Equal((once.Tally, once.Callbacks, once.Clock.GetUtcNow()), (again.Tally, again.Callbacks, again.Clock.GetUtcNow()));
    }
}
