using System.Net;
using ClickDeploy.Health;

namespace ClickDeploy.Tests.Shared.Health;

public sealed class HealthRuleTests
{
    [Theory]
    [InlineData(200, null, true)]
    [InlineData(404, null, true)]
    [InlineData(499, null, true)]
    [InlineData(500, null, false)]
    [InlineData(200, "/health", true)]
    [InlineData(399, "/health", true)]
    [InlineData(404, "/health", false)]
    [InlineData(503, "/health", false)]
    public void Accepts_AnAnswer_ByWhetherAPathIsAskedFor(int status, string? path, bool healthy) =>
        Assert.Equal(healthy, HealthRule.Accepts((HttpStatusCode)status, path));

    [Fact]
    public void Pause_BetweenProbes_RisesFrom50To500AndWastesLittle()
    {
        var pauses = Enumerable.Range(0, 40).Select(probe => HealthRule.Pause(probe).TotalMilliseconds).ToList();

        Assert.Equal(50, pauses[0]);
        Assert.Equal(500, pauses[^1]);
        Assert.Equal(pauses.Order(), pauses);
        var waited = 0.0;
        foreach (var pause in pauses)
        {
            Assert.True(pause <= 50 + (waited / 5), $"After {waited:0} ms the next probe is {pause:0} ms away.");
            waited += pause;
        }
    }
}
