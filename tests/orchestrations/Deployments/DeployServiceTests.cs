using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Orchestrations.Deployments;
using ClickDeploy.Tests.Orchestrations.World;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Orchestrations.Deployments;

public sealed class DeployServiceTests(SampleSource source) : IClassFixture<SampleSource>
{
    [Fact]
    public async Task Deploy_First_IsLiveAndServes()
    {
        await using var world = new SagaWorld(source.Url);

        var deployment = world.Deploy();

        Assert.Equal((DeploymentStatus.Live, 1), (deployment.Status, deployment.Number));
        Assert.Equal("Say hello", deployment.CommitMessage);
        Assert.All(deployment.Steps, step => Assert.Equal(StepStatus.Done, step.Status));
        Assert.Equal([StepName.Provision, StepName.Clone, StepName.Detect, StepName.Build, StepName.Deploy, StepName.Health], deployment.Steps.Select(step => step.Name).Order());
        world.AssertNothingLeft(deployment.Instance);
    }

    [Fact]
    public async Task Deploy_Again_ReplacesTheOldInstance()
    {
        await using var world = new SagaWorld(source.Url);
        var first = world.Deploy();
        var host = world.State().Host;

        var second = world.Deploy();

        Assert.NotEqual(first.Instance, second.Instance);
        Assert.Equal(host, world.State().Host);
        world.AssertNothingLeft(second.Instance);
    }

    [Fact]
    public async Task Deploy_NewInstanceIsSick_OldOneServesAndTheEvidenceIsKept()
    {
        await using var world = new SagaWorld(source.Url);
        var old = world.Deploy();
        world.Target.Sick = true;

        var failed = world.Deploy();

        Assert.Equal((DeploymentStatus.Failed, "never_healthy"), (failed.Status, failed.Error?.Code));
        Assert.Contains("GET / answered 500", failed.Error!.Message);
        var evidence = world.Read(services => services.GetRequiredService<EvidenceStore>().Find(failed.Ref));
        Assert.Equal((500, "it hurts", "the last words"), (evidence!.Probe!.Status, evidence.Probe.Body, Assert.Single(evidence.Output).Text));
        world.AssertNothingLeft(old.Instance);
    }

    [Fact]
    public async Task Deploy_NewInstanceEnds_FailsAtOnceWithItsExitCode()
    {
        await using var world = new SagaWorld(source.Url);
        world.Target.EndsAtOnce = true;

        var failed = world.Deploy();

        Assert.Equal("instance_ended", failed.Error?.Code);
        Assert.Contains("exit code 1", failed.Error!.Message);
        world.AssertNothingLeft(null);
    }

    [Fact]
    public async Task Deploy_NewInstanceIsLost_FailsAtOnceAndTheOldOneServes()
    {
        await using var world = new SagaWorld(source.Url);
        var old = world.Deploy();
        world.Target.Loses = true;

        var failed = world.Deploy();

        Assert.Equal((DeploymentStatus.Failed, "instance_lost"), (failed.Status, failed.Error?.Code));
        var health = failed.Steps.Single(step => step.Name == StepName.Health);
        Assert.Equal(StepStatus.Failed, health.Status);

        // The step's own time: the world's clock runs while Git, which is real, is waited for.
        Assert.True(health.FinishedAt - health.StartedAt < TimeSpan.FromSeconds(new DeploymentOptions().HealthTimeoutSeconds), "It waited for its health time-out");
        world.AssertNothingLeft(old.Instance);
    }

    [Fact]
    public async Task Deploy_RepositoryMissing_FailsInWords()
    {
        await using var world = new SagaWorld("file:///nowhere/at/all");

        var failed = world.Deploy();

        Assert.Equal((DeploymentStatus.Failed, "repository_not_found"), (failed.Status, failed.Error?.Code));
        Assert.Equal(StepStatus.Failed, failed.Steps.Single(step => step.Name == StepName.Clone).Status);
        world.AssertNothingLeft(null);
    }

    [Fact]
    public async Task Deploy_CancelledWhileItWaits_EndsCancelled()
    {
        await using var world = new SagaWorld(source.Url);
        world.Target.Sick = true;
        var first = world.StartInTurn();
        var second = world.Start();

        world.Raise(second.Id.ToString(), DeployService.Cancel);

        Assert.Equal(DeploymentStatus.Cancelled, world.Finish(second).Status);
        Assert.Equal(DeploymentStatus.Failed, world.Finish(first).Status);
        world.AssertNothingLeft(null);
    }

    [Fact]
    public async Task Deploy_CancelledWhileItRuns_LeavesNothing()
    {
        await using var world = new SagaWorld(source.Url);
        var old = world.Deploy();
        world.Target.Sick = true;
        var deployment = world.Start();

        world.Raise(deployment.Id.ToString(), DeployService.Cancel);

        Assert.Equal(DeploymentStatus.Cancelled, world.Finish(deployment).Status);
        world.AssertNothingLeft(old.Instance);
    }

    [Fact]
    public async Task Deploy_ThreeAtOnce_OnlyTheNewestOfThoseThatWaitRuns()
    {
        await using var world = new SagaWorld(source.Url);
        var first = world.StartInTurn();
        DeploymentRef[] references = [first, world.Start(), world.Start()];

        var ended = references.Select(world.Finish).ToList();

        Assert.Equal([DeploymentStatus.Live, DeploymentStatus.Superseded, DeploymentStatus.Live], ended.Select(deployment => deployment.Status));
        world.AssertNothingLeft(ended[2].Instance);
    }
}
