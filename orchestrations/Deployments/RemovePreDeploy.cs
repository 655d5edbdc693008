using ClickDeploy.Deployments;
using ClickDeploy.Jobs;
using ClickDeploy.Orchestrations.Saga;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Orchestrations.Deployments;

/// <summary>The pre-deploy command neither runs nor can start; its files are gone. After it, and undo of it.</summary>
public sealed record RemovePreDeploy(DeploymentRef Deployment) : IStep;

public sealed class RemovePreDeployActivity(IJobs jobs)
{
    [Function(nameof(RemovePreDeploy))]
    public Task Run([ActivityTrigger] RemovePreDeploy step, CancellationToken cancellation) => jobs.Remove(BuildJobs.IdOf(step.Deployment, BuildJob.PreDeploy), cancellation);
}
