using ClickDeploy.Core;
using ClickDeploy.Services;
using ClickDeploy.Tests.Orchestrations.World;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Tests.Functions.Services;

/// <summary>What is to run is compared with what is seen, one look at a time.</summary>
public sealed class ReconcileTests(SampleSource source) : IClassFixture<SampleSource>
{
    [Fact]
    public async Task AnInstanceEndsBetweenTwoLooks_IsRestartedAtTheTargetsHint()
    {
        await using var world = new SagaWorld(source.Url);
        var dead = world.Deploy().Instance!.Value;

        world.Tick(async (services, client) =>
        {
            var look = world.Reconciler(services).Run(new TimerInfo(), client, CancellationToken.None);
            await Task.Delay(TimeSpan.FromSeconds(1), world.Target.Time);
            world.Target.Kill(dead);
            await look;
        });

        world.PassUntil(() => world.Serving() is not null && world.State().Operation is null);
        Assert.NotEqual(dead, world.Serving());
        world.AssertNothingLeft(world.Serving());
    }

    [Fact]
    public async Task AStoppedService_IsNeverStarted()
    {
        await using var world = new SagaWorld(source.Url);
        world.Deploy();
        world.Command(OperationKind.Stop);

        world.Reconcile();
        world.Pass(TimeSpan.FromMinutes(1));

        world.AssertStopped();
    }

    [Fact]
    public async Task AnOperationThatHasTheServiceIsTerminated_IsEnded_AndTheNextLookDoesItsOwnWorkAgain()
    {
        await using var world = new SagaWorld(source.Url);
        var dead = world.Deploy().Instance!.Value;
        world.Jobs.Held = true;
        var deployment = world.StartInTurn();
        world.Terminate(deployment.Id.ToString());
        world.Target.Kill(dead);

        world.Reconcile();
        world.PassUntil(() => world.State().Operation is null);
        world.Reconcile();

        world.PassUntil(() => world.Serving() is not null && world.State().Operation is null);
        Assert.NotEqual(dead, world.Serving());
        world.AssertNothingLeft(world.Serving());
    }
}
