using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Orchestrations.Deployments;
using ClickDeploy.Releases;
using ClickDeploy.Services;
using ClickDeploy.Tests.Orchestrations.World;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Orchestrations.Deployments;

[Trait("Speed", "Slow")]
public sealed class RollbackTests(SampleSource source) : IClassFixture<SampleSource>
{
    private static readonly string[] Undos = [nameof(RemoveInstance), nameof(RestoreTraffic)];

    [Fact]
    public async Task Rollback_ToAnEarlierRelease_RunsItAsItWasRecordedWithoutABuild()
    {
        await using var world = new SagaWorld(source.Url);
        var first = world.Deploy();
        world.Save(service => service with { HealthCheckPath = "/health" });
        var second = world.Deploy();

        var rollback = world.Rollback(first);

        Assert.Equal((DeploymentStatus.Live, DeploymentTrigger.Rollback, 3), (rollback.Status, rollback.TriggeredBy, rollback.Number));
        Assert.Equal((first.Ref.Id, first.CommitSha, null), (rollback.ReleaseId, rollback.CommitSha, rollback.Config!.HealthCheckPath));
        Assert.Equal([StepName.Provision, StepName.Deploy, StepName.Health], rollback.Steps.Select(step => step.Name).Order());
        Assert.Equal("/health", world.Spec().HealthCheckPath);
        Assert.Equal("health_check_path", Assert.Single(PendingChange.Between(rollback.Config, world.Spec())).Field);
        Assert.Equal(rollback.Ref.Id, world.State().Current);
        Assert.Equal([second.Number], Candidates(world));
        Assert.Equal([rollback.Instance!.Value], world.Target.Running);
        Assert.Equal(rollback.Instance, world.Serving());
    }

    [Fact]
    public async Task Rollback_SwitchesAutoDeployOffAndSaysSince()
    {
        await using var world = new SagaWorld(source.Url);
        var first = world.Deploy();
        world.Deploy();

        var rollback = world.Rollback(first);

        var service = world.Spec();
        Assert.False(service.AutoDeploy);
        Assert.Equal((rollback.Ref.Deployment, 1), (service.AutoDeployPause!.Rollback, service.AutoDeployPause.ToNumber));
    }

    [Fact]
    public async Task Rollback_ToWhatServes_IsRefusedAndChangesNothing()
    {
        await using var world = new SagaWorld(source.Url);
        var first = world.Deploy();
        world.Deploy();
        var back = world.Rollback(first);

        foreach (var target in new[] { first, back })
        {
            var again = world.Rollback(target);

            Assert.Equal((DeploymentStatus.Failed, "same_release"), (again.Status, again.Error?.Code));
            Assert.Equal(back.Instance, world.Serving());
        }
    }

    [Fact]
    public async Task Rollback_OfARollback_GoesForthAgain()
    {
        await using var world = new SagaWorld(source.Url);
        var first = world.Deploy();
        var second = world.Deploy();
        var back = world.Rollback(first);

        var forth = world.Rollback(second);
        var backAgain = world.Rollback(back);

        Assert.Equal((DeploymentStatus.Live, second.Ref.Id), (forth.Status, forth.ReleaseId));
        Assert.Equal((DeploymentStatus.Live, first.Ref.Id), (backAgain.Status, backAgain.ReleaseId));
        Assert.Equal(backAgain.Instance, world.Serving());
    }

    [Fact]
    public async Task Rollback_IsSick_TheNewOneServesOnAndBothReleasesStay()
    {
        await using var world = new SagaWorld(source.Url);
        var first = world.Deploy();
        var second = world.Deploy();
        world.Target.Sick = true;

        var failed = world.Rollback(first);

        Assert.Equal((DeploymentStatus.Failed, "never_healthy"), (failed.Status, failed.Error?.Code));
        Assert.Equal(second.Instance, world.Serving());
        Assert.Equal([first.Ref.Id, second.Ref.Id], Kept(world));
    }

    [Fact]
    public async Task Rollback_ToAReleaseThatIsNotKept_IsRefusedInWords()
    {
        await using var world = new SagaWorld(source.Url);
        var first = world.Deploy();
        world.Deploy();
        world.Read(services => Task.FromResult(services.GetRequiredService<ReleaseDirectories>())).RemoveRelease(world.Service.ServiceId, first.Ref.Id);

        Assert.Equal("release_gone", world.Rollback(first).Error?.Code);
        Assert.Empty(Candidates(world));
    }

    [Fact]
    public async Task Releases_FiveAreKeptAndWhatServesIsOneOfThem()
    {
        await using var world = new SagaWorld(source.Url);
        var deployments = Enumerable.Range(0, 3).Select(_ => world.Deploy()).ToList();
        world.Rollback(deployments[0]);
        deployments.AddRange(Enumerable.Range(0, 4).Select(_ => world.Deploy()));
        Assert.Equal(5, Kept(world).Count());

        // The oldest that is kept: rolled back to, it counts as new.
        var oldest = Candidates(world)[^1];
        var rollback = world.Rollback(deployments.Single(deployment => deployment.Number == oldest));
        world.Deploy();

        Assert.Contains(rollback.ReleaseId, Kept(world));
        Assert.Equal(5, Kept(world).Count());
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task Rollback_EveryStepRunsTwice_EndsTheSame()
    {
        await using var world = new SagaWorld(source.Url);
        var first = world.Deploy();
        world.Deploy();
        world.Intercept((_, _, _, run) => Faults.Twice(run));

        var rollback = world.Rollback(first);

        Assert.Equal(DeploymentStatus.Live, rollback.Status);
        AssertServes(world, rollback);
    }

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Rollback_AnyStepFails_ItIsDoneOrAllIsAsBefore(bool afterItsEffect, bool undoTwice)
    {
        for (var (n, steps) = (0, 1); n < steps; n++)
        {
            await using var world = new SagaWorld(source.Url);
            var first = world.Deploy();
            var second = world.Deploy();
            var before = world.Calls;
            Faults.FailAt(world, n, afterItsEffect, undoTwice ? Undos : []);

            var rollback = world.Rollback(first);

            world.Intercept(null);
            steps = Math.Max(steps, Math.Min(world.Calls - before, 14));
            AssertServes(world, rollback.Status == DeploymentStatus.Live ? rollback : second);
        }
    }

    private static void AssertServes(SagaWorld world, Deployment deployment)
    {
        Assert.Equal(deployment.Instance, world.Serving());
        Assert.Equal([deployment.Instance!.Value], world.Read(_ => world.Target.List()));
        Assert.Equal(deployment.Ref.Id, world.State().Current);
        Assert.Null(world.State().Operation);
        Assert.Equal(2, Kept(world).Count());
    }

    private static IEnumerable<DeploymentId> Kept(SagaWorld world)
    {
        var order = new List<DeploymentId>();
        world.Do(async services =>
        {
            await foreach (var deployment in services.GetRequiredService<DeploymentStore>().List(world.Service))
            {
                order.Insert(0, deployment.Ref.Id);
            }

            return true;
        });
        var kept = world.Read(services => Task.FromResult(services.GetRequiredService<ReleaseDirectories>().Kept(world.Service.ServiceId)));
        return order.Where(kept.Contains);
    }

    private static IReadOnlyList<int> Candidates(SagaWorld world) =>
        [.. world.Read(services => services.GetRequiredService<Rollbacks>().Candidates(world.Service)).Select(deployment => deployment.Number)];
}
