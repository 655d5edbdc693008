using ClickDeploy.Alerts;
using ClickDeploy.Deployments;
using ClickDeploy.Functions.Alerts;
using ClickDeploy.Metrics;
using ClickDeploy.Releases;
using ClickDeploy.Services;
using ClickDeploy.Tests.Orchestrations.World;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Functions.Alerts;

/// <summary>The timers that warn before something is full, one look at a time.</summary>
public sealed class WatchTests(SampleSource source) : IClassFixture<SampleSource>
{
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
}
