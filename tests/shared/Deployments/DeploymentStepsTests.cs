using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Services;

namespace ClickDeploy.Tests.Shared.Deployments;

public sealed class DeploymentStepsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static readonly Deployment Queued = new()
    {
        Ref = new(new ServiceRef("acme", Guid.NewGuid(), Guid.NewGuid()), Guid.NewGuid(), Now),
        Number = 1,
        Status = DeploymentStatus.Queued,
        TriggeredBy = DeploymentTrigger.Manual,
    };

    [Fact]
    public void Begin_Twice_IsOneAttempt()
    {
        var deployment = Queued.Begin(StepName.Clone, Now).Begin(StepName.Clone, Now.AddSeconds(1));

        Assert.Equal(new DeploymentStep(StepName.Clone, StepStatus.Running, Now, null), Assert.Single(deployment.Steps));
    }

    [Fact]
    public void Done_Twice_KeepsTheFirstTime()
    {
        var deployment = Queued.Begin(StepName.Clone, Now).Done(StepName.Clone, Now.AddSeconds(1)).Done(StepName.Clone, Now.AddSeconds(9));

        Assert.Equal(Now.AddSeconds(1), Assert.Single(deployment.Steps).FinishedAt);
    }

    [Fact]
    public void End_Failed_MarksTheStepThatRan()
    {
        var deployment = Queued.Begin(StepName.Clone, Now).Done(StepName.Clone, Now).Begin(StepName.Build, Now)
            .End(DeploymentStatus.Failed, new Failure("build_failed", "It broke.", "Mend it."), Now.AddSeconds(3));

        Assert.Equal([StepStatus.Done, StepStatus.Failed], deployment.Steps.Select(step => step.Status));
        Assert.Equal("It broke.", deployment.Steps[1].Error);
        Assert.Equal(Now.AddSeconds(3), deployment.FinishedAt);
    }

    [Theory]
    [InlineData(DeploymentStatus.Live)]
    [InlineData(DeploymentStatus.Failed)]
    [InlineData(DeploymentStatus.Cancelled)]
    [InlineData(DeploymentStatus.Superseded)]
    public void MayBecome_FromAnEnd_IsNothingElse(DeploymentStatus end)
    {
        Assert.True(end.IsFinal());
        Assert.Equal([end], Enum.GetValues<DeploymentStatus>().Where(to => end.MayBecome(to)));
    }

    [Fact]
    public void MayBecome_EveryStatusButTheFirst_CanBeReached()
    {
        var all = Enum.GetValues<DeploymentStatus>();

        Assert.All(all.Except([DeploymentStatus.Queued]), to => Assert.Contains(all, from => from != to && from.MayBecome(to)));
        Assert.DoesNotContain(all, from => from != DeploymentStatus.Queued && from.MayBecome(DeploymentStatus.Queued));
    }
}
