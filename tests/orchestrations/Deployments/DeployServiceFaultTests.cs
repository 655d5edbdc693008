using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Orchestrations.Deployments;
using ClickDeploy.Tests.Orchestrations.World;

namespace ClickDeploy.Tests.Orchestrations.Deployments;

/// <summary>The three tests of every saga (STYLE 41): each step twice, a failure at each step, each undo twice.</summary>
[Trait("Speed", "Slow")]
public sealed class DeployServiceFaultTests(SampleSource source) : IClassFixture<SampleSource>
{
    private static readonly string[] Undos = [nameof(RemoveInstance), nameof(RemoveBuild), nameof(RemoveRelease), nameof(RestoreTraffic)];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Deploy_EveryStepRunsTwice_EndsTheSame(bool overALiveOne)
    {
        await using var world = new SagaWorld(source.Url);
        if (overALiveOne)
        {
            world.Deploy();
        }

        world.Intercept((_, _, _, run) => Faults.Twice(run));
        var deployment = world.Deploy();

        Assert.Equal(DeploymentStatus.Live, deployment.Status);
        world.AssertNothingLeft(deployment.Instance);
    }

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(false, true, true)]
    [InlineData(true, false, false)]
    [InlineData(true, true, false)]
    [InlineData(true, false, true)]
    public async Task Deploy_AnyStepFails_OldVersionServesAndNothingIsLeft(bool overALiveOne, bool afterItsEffect, bool undoTwice)
    {
        var steps = await Steps(overALiveOne);
        Assert.InRange(steps, 10, 100);
        for (var n = 0; n < steps; n++)
        {
            await using var world = new SagaWorld(source.Url);
            var old = overALiveOne ? world.Deploy().Instance : null;
            Faults.FailAt(world, n, afterItsEffect, undoTwice ? Undos : []);

            var deployment = world.Deploy();

            world.Intercept(null);
            Assert.Equal(deployment.Status == DeploymentStatus.Failed, deployment.Error is not null);
            Assert.True(deployment.Status is DeploymentStatus.Live or DeploymentStatus.Failed, $"Step {n}: {deployment.Status}");
            world.AssertNothingLeft(deployment.Status == DeploymentStatus.Live ? deployment.Instance : old);
        }
    }

    private async Task<int> Steps(bool overALiveOne)
    {
        await using var world = new SagaWorld(source.Url);
        if (overALiveOne)
        {
            world.Deploy();
        }

        var before = world.Calls;
        world.Deploy();
        return world.Calls - before;
    }
}
