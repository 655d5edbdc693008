using ClickDeploy.Alerts;
using ClickDeploy.Clients.Caddy;
using ClickDeploy.Deployments;
using ClickDeploy.Orchestrations.Services;
using ClickDeploy.Targets;
using ClickDeploy.Tests.Orchestrations.World;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Orchestrations.Services;

public sealed class RestartInstanceTests(SampleSource source) : IClassFixture<SampleSource>
{
    [Fact]
    public async Task Restart_DeadInstance_IsReplacedByTheSameRelease()
    {
        await using var world = new SagaWorld(source.Url);
        var deployment = world.Deploy();
        var dead = deployment.Instance!.Value;
        world.Target.Kill(dead);

        Restart(world, dead.Value);

        var serving = world.Serving();
        Assert.NotNull(serving);
        Assert.NotEqual(dead, serving);
        Assert.Equal(deployment.Ref.Id, world.State().Current);
        world.AssertNothingLeft(serving);
    }

    [Fact]
    public async Task Restart_WasReplacedMeanwhile_DoesNothing()
    {
        await using var world = new SagaWorld(source.Url);
        var old = world.Deploy().Instance!.Value;
        var live = world.Deploy();

        Restart(world, old.Value);

        world.AssertNothingLeft(live.Instance);
        Assert.Empty(world.State().Restarts);
    }

    [Fact]
    public async Task Restart_EndsAgainAndAgain_IsStoppedWithItsLastLines_AndADeploymentMendsIt()
    {
        await using var world = new SagaWorld(source.Url);
        var deployment = world.Deploy();
        world.Target.Kill(deployment.Instance!.Value);
        world.Target.EndsAtOnce = true;

        Restart(world, deployment.Instance!.Value.Value);

        Assert.Equal("crash_loop", world.State().Failure?.Code);
        Assert.False(world.State().Desired);
        Assert.NotNull(world.Read(services => services.GetRequiredService<EvidenceStore>().Find(deployment.Ref)));
        Assert.IsType<Route.Failed>(world.Read(_ => world.Routes.Find(world.State().Host!)));
        Assert.Empty(world.Target.Running);
        var alert = Assert.Single(world.Alerts());
        Assert.Equal((AlertKind.CrashLoop, world.Service, deployment.Ref.Id, null), (alert.Kind, alert.Service, alert.Deployment!.Value, alert.ClosedAt));

        world.Target.EndsAtOnce = false;
        var mended = world.Deploy();
        Assert.Equal(DeploymentStatus.Live, mended.Status);
        Assert.Null(world.State().Failure);
        Assert.NotNull(Assert.Single(world.Alerts()).ClosedAt);
        world.AssertNothingLeft(mended.Instance);
    }

    [Theory]
    [InlineData(false, "web: It crashed 5 times in 5 min and was stopped. Its last lines are kept with deployment #1.", "Read what it wrote last")]
    [InlineData(true, "web: It crashed 5 times in 5 min and was stopped. It wrote nothing before it ended.", "running its start command")]
    public async Task Restart_EndsAgainAndAgain_AlertSaysWhetherLinesAreKept(bool isSilent, string message, string fix)
    {
        await using var world = new SagaWorld(source.Url);
        var deployment = world.Deploy();
        // Of an earlier restart that failed.
        var earlier = new DeploymentEvidence(null, [new(OutputStream.Stdout, "long ago")], world.Target.Time.GetUtcNow());
        world.Tick((services, _) => services.GetRequiredService<EvidenceStore>().Put(deployment.Ref, earlier));
        world.Pass(TimeSpan.FromMinutes(1));
        world.Target.Kill(deployment.Instance!.Value);
        (world.Target.EndsAtOnce, world.Target.IsSilent) = (true, isSilent);

        Restart(world, deployment.Instance!.Value.Value);

        var alert = Assert.Single(world.Alerts());
        Assert.Equal(message, alert.Message);
        Assert.Contains(fix, alert.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restart_OfASickInstance_ReplacesItUnlessItHasRecovered()
    {
        await using var world = new SagaWorld(source.Url);
        var sick = world.Deploy().Instance!.Value;
        var input = new RestartInstanceInput(world.Service, sick.Value, Sick: new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        world.Run(nameof(RestartInstance), input, input.OperationId);
        world.AssertNothingLeft(sick);
        Assert.Empty(world.State().Restarts);

        world.Target.Sicken(sick);
        var again = input with { Sick = input.Sick!.Value.AddMinutes(2) };
        world.Run(nameof(RestartInstance), again, again.OperationId);

        Assert.NotEqual(sick, world.Serving());
        Assert.Single(world.State().Restarts);
        world.AssertNothingLeft(world.Serving());
    }

    private static void Restart(SagaWorld world, Guid dead)
    {
        var input = new RestartInstanceInput(world.Service, dead);
        world.Run(nameof(RestartInstance), input, input.OperationId);
    }
}
