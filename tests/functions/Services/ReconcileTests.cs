using ClickDeploy.Clients.Caddy;
using ClickDeploy.Core;
using ClickDeploy.Functions.Services;
using ClickDeploy.Orchestrations.Services;
using ClickDeploy.Services;
using ClickDeploy.Tests.Orchestrations.World;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

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
            var look = Reconciler(services, world).Run(new TimerInfo(), client, CancellationToken.None);
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

        world.Tick((services, client) => Reconciler(services, world).Run(new TimerInfo(), client, CancellationToken.None));
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

        world.Tick((services, client) => Reconciler(services, world).Run(new TimerInfo(), client, CancellationToken.None));
        world.PassUntil(() => world.State().Operation is null);
        world.Tick((services, client) => Reconciler(services, world).Run(new TimerInfo(), client, CancellationToken.None));

        world.PassUntil(() => world.Serving() is not null && world.State().Operation is null);
        Assert.NotEqual(dead, world.Serving());
        world.AssertNothingLeft(world.Serving());
    }

    private static Reconcile Reconciler(IServiceProvider services, SagaWorld world) =>
        new(services.GetRequiredService<ServiceStateStore>(), world.Target, services.GetRequiredService<CaddyClient>(), services.GetRequiredService<AbandonedOperations>(), world.Target.Time);
}
