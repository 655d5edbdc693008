using ClickDeploy.Deployments;
using ClickDeploy.Logs;
using ClickDeploy.Orchestrations.Deployments;
using ClickDeploy.Services;
using ClickDeploy.Tests.Orchestrations.World;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Orchestrations.Deployments;

public sealed class PreDeployTests(SampleSource source) : IClassFixture<SampleSource>
{
    [Fact]
    public async Task PreDeploy_RunsInTheReleaseBeforeTheInstanceStarts_AndNotOnARollback()
    {
        await using var world = new SagaWorld(source.Url);
        world.Save(service => service with { PreDeployCommand = "test -f index.html && echo \"in $NODE_ENV\" && echo ran >> ran.txt" });

        var first = world.Deploy();
        var second = world.Deploy();

        Assert.Equal(DeploymentStatus.Live, first.Status);
        Assert.Equal(["ran"], Ran(world, first));
        Assert.Contains(Log(world, first), line => line is { Phase: LogPhase.Deploy, Message: "in production" });
        world.AssertNothingLeft(second.Instance);

        var rollback = world.Rollback(first);
        Assert.Equal(DeploymentStatus.Live, rollback.Status);
        Assert.Equal(["ran"], Ran(world, first));
    }

    [Fact]
    public async Task PreDeploy_MayUseWhatTheInstanceMay()
    {
        await using var world = new SagaWorld(source.Url);
        world.Save(service => service with { PreDeployCommand = "true", InstanceSize = InstanceSize.Small });

        var deployment = world.Deploy();

        var limits = world.Jobs.Started[BuildJobs.IdOf(deployment.Ref, BuildJob.PreDeploy)].Limits!;
        var instance = world.Target.SpecOf(deployment.Instance!.Value).Limits;
        Assert.Equal((512L << 20, 512L << 20), (limits.MemoryBytes, instance.MemoryBytes));
        Assert.Equal((instance.Cpus, instance.Processes), (limits.Cpus, limits.Processes));
    }

    [Fact]
    public async Task PreDeploy_Fails_TheDeploymentFailsWithItsLogAndTheOldInstanceServes()
    {
        await using var world = new SagaWorld(source.Url);
        var old = world.Deploy();
        world.Save(service => service with { PreDeployCommand = "echo 'no such table' >&2; exit 3" });

        var failed = world.Deploy();

        Assert.Equal((DeploymentStatus.Failed, "pre_deploy_failed"), (failed.Status, failed.Error?.Code));
        Assert.Contains("exit code 3", failed.Error!.Message);
        Assert.Equal(StepStatus.Failed, failed.Steps.Single(step => step.Name == StepName.Deploy).Status);
        Assert.Contains(Log(world, failed), line => line.Message == "no such table");
        Assert.Null(failed.Instance);
        world.AssertNothingLeft(old.Instance);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task PreDeploy_EveryStepRunsTwice_EndsTheSame()
    {
        await using var world = new SagaWorld(source.Url);
        world.Save(service => service with { PreDeployCommand = "echo ran >> ran.txt" });
        world.Intercept((_, _, _, run) => Faults.Twice(run));

        var deployment = world.Deploy();

        Assert.Equal(DeploymentStatus.Live, deployment.Status);
        Assert.Equal(["ran"], Ran(world, deployment));
        world.AssertNothingLeft(deployment.Instance);
    }

    private static string[] Ran(SagaWorld world, Deployment deployment) =>
        File.ReadAllLines(Path.Combine(world.Read(services => Task.FromResult(services.GetRequiredService<ClickDeploy.Releases.ReleaseDirectories>())).ReleaseOf(world.Service.ServiceId, deployment.Ref.Id), "ran.txt"));

    private static IReadOnlyList<LogEntry> Log(SagaWorld world, Deployment deployment) =>
        world.Read(services => services.GetRequiredService<LogStore>().Read(LogStream.Of(deployment.Ref), 0).Next());
}
