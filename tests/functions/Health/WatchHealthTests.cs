using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Functions.Health;
using ClickDeploy.Health;
using ClickDeploy.Services;
using ClickDeploy.Tests.Orchestrations.World;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ClickDeploy.Tests.Functions.Health;

/// <summary>The look at the health of what is live, one at a time.</summary>
public sealed class WatchHealthTests(SampleSource source) : IClassFixture<SampleSource>
{
    private readonly HealthMisses _misses = new();

    [Fact]
    public async Task ThreeMissesInARow_RestartTheInstance()
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

        world.PassUntil(() => world.Serving() is { } serving && serving != sick && world.State().Operation is null);
        world.AssertNothingLeft(world.Serving());
    }

    [Fact]
    public async Task StoppedService_IsNotAsked()
    {
        await using var world = new SagaWorld(source.Url);
        world.Deploy();
        world.Command(OperationKind.Stop);

        AskHealth(world, times: 4);

        world.AssertStopped();
    }

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
}
