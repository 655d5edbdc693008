using ClickDeploy.Alerts;
using ClickDeploy.Clients.Caddy;
using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Functions.Operations;
using ClickDeploy.Health;
using ClickDeploy.Metrics;
using ClickDeploy.Releases;
using ClickDeploy.Services;
using ClickDeploy.Tests.Orchestrations.World;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ClickDeploy.Tests.Functions.Operations;

/// <summary>The timers that look after what is live, one look at a time.</summary>
public sealed class WatchTests(SampleSource source) : IClassFixture<SampleSource>
{
    private readonly HealthMisses _misses = new();

    [Fact]
    public async Task Health_ThreeMissesInARow_RestartTheInstance()
    {
        await using var world = new SagaWorld(source.Url);
        var sick = world.Deploy().Instance!.Value;
        world.Target.Sicken(sick);

        AskHealth(world, times: 2);
        world.Target.Sicken(sick, sick: false);
        AskHealth(world, times: 1);
        world.Target.Sicken(sick);
        AskHealth(world, times: 2);
        Assert.Equal(sick, world.Serving());

        AskHealth(world, times: 1);

        Until(world, () => world.Serving() is { } serving && serving != sick && world.State().Operation is null);
        world.AssertNothingLeft(world.Serving());
    }

    [Fact]
    public async Task Health_OfAStoppedService_IsNotAsked()
    {
        await using var world = new SagaWorld(source.Url);
        world.Deploy();
        world.Command(OperationKind.Stop);

        AskHealth(world, times: 4);

        world.AssertStopped();
    }

    [Fact]
    public async Task Reconcile_AnInstanceEndsBetweenTwoLooks_IsRestartedAtTheTargetsHint()
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

        Until(world, () => world.Serving() is not null && world.State().Operation is null);
        Assert.NotEqual(dead, world.Serving());
        world.AssertNothingLeft(world.Serving());
    }

    [Fact]
    public async Task Reconcile_AStoppedService_IsNeverStarted()
    {
        await using var world = new SagaWorld(source.Url);
        world.Deploy();
        world.Command(OperationKind.Stop);

        world.Tick((services, client) => Reconciler(services, world).Run(new TimerInfo(), client, CancellationToken.None));
        world.Pass(TimeSpan.FromMinutes(1));

        world.AssertStopped();
    }

    [Fact]
    public async Task Limits_MemoryNearTheSize_IsAnAlertUntilItIsLess()
    {
        await using var world = new SagaWorld(source.Url);
        world.Deploy();

        foreach (var (mebibytes, open) in new[] { (1_700, 0), (1_900, 1), (1_800, 1), (1_000, 0) })
        {
            world.Tick(async (services, _) =>
            {
                var metrics = services.GetRequiredService<MetricStore>();
                await metrics.Add(world.Service, new(world.Target.Time.GetUtcNow(), [1, mebibytes << 20, 0, 0, 0, 0]));
                await new WatchLimits(services.GetRequiredService<ServiceStateStore>(), services.GetRequiredService<DeploymentStore>(), metrics, services.GetRequiredService<AlertStore>(), world.Target.Time).Run(new TimerInfo(), CancellationToken.None);
            });

            Assert.Equal(open, world.Alerts().Count(alert => alert is { Kind: AlertKind.Limit90Percent, ClosedAt: null }));
        }
    }

    [Fact]
    public async Task Disk_NearlyFull_IsAnAlertOfThoseWhoRunSomethingUntilThereIsRoom()
    {
        await using var world = new SagaWorld(source.Url);
        LookAtDisk(world, used: 0.9);
        Assert.Empty(world.Alerts());
        world.Deploy();

        foreach (var (used, open) in new[] { (0.8, 0), (0.84, 0), (0.85, 1), (0.99, 1), (0.84, 1), (0.82, 0) })
        {
            LookAtDisk(world, used);

            Assert.Equal(open, world.Alerts().Count(alert => alert is { Kind: AlertKind.DiskNearlyFull, ClosedAt: null }));
        }

        Assert.Contains(" 85", Assert.Single(world.Alerts()).Message, StringComparison.Ordinal);
    }

    private static void LookAtDisk(SagaWorld world, double used) => world.Tick((services, _) =>
        new WatchDisk(services.GetRequiredService<ReleaseDirectories>(), services.GetRequiredService<ServiceStateStore>(), services.GetRequiredService<AlertStore>()).Look(used, CancellationToken.None));

    private static Reconcile Reconciler(IServiceProvider services, SagaWorld world) =>
        new(services.GetRequiredService<ServiceStateStore>(), world.Target, services.GetRequiredService<CaddyClient>(), world.Target.Time);

    private void AskHealth(SagaWorld world, int times)
    {
        for (var n = 0; n < times; n++)
        {
            world.Tick((services, client) =>
            {
                var watch = new WatchHealth(
                    services.GetRequiredService<ServiceStateStore>(),
                    services.GetRequiredService<DeploymentStore>(),
                    services.GetRequiredService<HealthProbe>(),
                    _misses,
                    world.Target.Time,
                    NullLogger<WatchHealth>.Instance);
                return watch.Run(new TimerInfo(), client, CancellationToken.None);
            });
        }
    }

    // The world's time passes meanwhile.
    private static void Until(SagaWorld world, Func<bool> isTrue)
    {
        for (var n = 0; !isTrue(); n++)
        {
            Assert.InRange(n, 0, 600);
            world.Pass(TimeSpan.FromSeconds(0.1));
        }
    }
}
