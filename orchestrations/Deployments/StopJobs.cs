using ClickDeploy.Deployments;
using ClickDeploy.Jobs;
using ClickDeploy.Orchestrations.Saga;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Orchestrations.Deployments;

/// <summary>Ends what the build runs; none of its jobs can start afterwards.</summary>
public sealed record StopJobs(DeploymentRef Deployment) : IStep;

public sealed class StopJobsActivity(IJobs jobs)
{
    [Function(nameof(StopJobs))]
    public Task Run([ActivityTrigger] StopJobs step, CancellationToken cancellation) =>
        Task.WhenAll(BuildJobs.All.Select(job => jobs.Stop(BuildJobs.IdOf(step.Deployment, job), cancellation)));
}
