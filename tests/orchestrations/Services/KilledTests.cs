using ClickDeploy.Deployments;
using ClickDeploy.Orchestrations.Cleanup;
using ClickDeploy.Services;
using ClickDeploy.Tests.Orchestrations.World;

namespace ClickDeploy.Tests.Orchestrations.Services;

/// <summary>The process dies at every border of what a user can ask of a live service: before and after the effect of each step.</summary>
[Trait("Speed", "Slow")]
public sealed class KilledTests(SampleSource source) : IClassFixture<SampleSource>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Stop_KilledAtAnyStep_IsStopped(bool afterItsEffect) => AtEveryStep(afterItsEffect, 5, Deployed, (world, _) => Command(world, OperationKind.Stop), (world, _) => world.AssertStopped());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Start_KilledAtAnyStep_Serves(bool afterItsEffect) => AtEveryStep(afterItsEffect, 7, Stopped, (world, _) => Command(world, OperationKind.Start), AssertServesAnother);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Restart_KilledAtAnyStep_Serves(bool afterItsEffect) => AtEveryStep(afterItsEffect, 7, Deployed, (world, _) => Command(world, OperationKind.Restart), AssertServesAnother);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Rollback_KilledAtAnyStep_ServesTheEarlierRelease(bool afterItsEffect) => AtEveryStep(
        afterItsEffect,
        10,
        world =>
        {
            var first = world.Deploy();
            world.Deploy();
            return first;
        },
        (world, first) => world.Start(deployment => new(deployment, DeploymentTrigger.Rollback, Rollback: new(first.Ref.Deployment, first.Number))).Id.ToString(),
        (world, first) =>
        {
            var newest = world.Newest()!;
            Assert.Equal((DeploymentStatus.Live, first.Ref.Id, newest.Ref.Id), (newest.Status, newest.ReleaseId, world.State().Current));
            Assert.Equal(newest.Instance, world.Serving());
            Assert.Equal([newest.Instance!.Value], world.Read(_ => world.Target.List()));
            Assert.Null(world.State().Operation);
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Delete_KilledAtAnyStep_LeavesNothing(bool afterItsEffect) => AtEveryStep(
        afterItsEffect,
        7,
        Deployed,
        (world, _) =>
        {
            world.Begin(nameof(DeleteService), world.Service, $"delete-{world.Service.Service}");
            return $"delete-{world.Service.Service}";
        },
        (world, _) =>
        {
            Assert.Empty(world.Read(_ => world.Target.List()));
            Assert.Empty(world.Read(_ => world.Routes.List()));
            Assert.Null(world.Newest());
            Assert.Empty(world.Entries("releases"));
        });

    private async Task AtEveryStep(bool afterItsEffect, int atLeast, Func<SagaWorld, Deployment> prepare, Func<SagaWorld, Deployment, string> begin, Action<SagaWorld, Deployment> check)
    {
        for (var n = 0; ; n++)
        {
            await using var world = new SagaWorld(source.Url);
            var before = prepare(world);
            var id = "";
            var killed = world.KillAt(n, afterItsEffect, () => id = begin(world, before));
            world.End(id);
            check(world, before);
            if (!killed)
            {
                // The ladder has steps, or it shows nothing.
                Assert.InRange(n, atLeast, 40);
                return;
            }
        }
    }

    private static Deployment Deployed(SagaWorld world) => world.Deploy();

    private static Deployment Stopped(SagaWorld world)
    {
        var deployment = world.Deploy();
        world.Command(OperationKind.Stop);
        return deployment;
    }

    private static string Command(SagaWorld world, OperationKind kind)
    {
        var command = world.NextCommand(kind);
        world.Begin($"{kind}Service", command, command.OperationId);
        return command.OperationId;
    }

    private static void AssertServesAnother(SagaWorld world, Deployment before)
    {
        Assert.NotEqual(before.Instance, world.Serving());
        Assert.Null(world.State().LastCommand!.Failure);
        Assert.NotNull(world.Serving());
        world.AssertNothingLeft(world.Serving());
    }
}
