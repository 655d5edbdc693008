using ClickDeploy.Deployments;
using ClickDeploy.Jobs;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Orchestrations.Services;
using ClickDeploy.Releases;
using ClickDeploy.Services;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Orchestrations.Deployments;

/// <summary>What was built becomes the deployment's release; the build's own files go.</summary>
public sealed record KeepRelease(DeploymentRef Deployment) : IStep;

public sealed class KeepReleaseActivity(DeploymentStore deployments, IJobs jobs, ReleaseDirectories directories, TurnGuard turns, TimeProvider time)
{
    [Function(nameof(KeepRelease))]
    public Task Run([ActivityTrigger] KeepRelease step, CancellationToken cancellation) =>
        turns.Do(step.Deployment, () => Keep(step, cancellation), state => Remove(step.Deployment, state), cancellation);

    private async Task Keep(KeepRelease step, CancellationToken cancellation)
    {
        // Before the rename: a command that a build left in the background must not write into the release.
        await Task.WhenAll(BuildJobs.OfBuild.Select(job => jobs.Remove(BuildJobs.IdOf(step.Deployment, job), cancellation)));

        directories.Keep(step.Deployment.Service.ServiceId, step.Deployment.Id);
        await deployments.Change(step.Deployment, deployment => deployment.Done(StepName.Build, time.GetUtcNow()), cancellation);
    }

    // Not what serves, or did: the step was done in time by another process then, and this one held up.
    private async Task Remove(DeploymentRef deployment, ServiceState state)
    {
        if (state.Current != deployment.Id && await deployments.Find(deployment) is not { Status: DeploymentStatus.Live })
        {
            directories.RemoveRelease(deployment.Service.ServiceId, deployment.Id);
        }
    }
}

/// <summary>Undo of <see cref="KeepRelease"/>.</summary>
public sealed record RemoveRelease(DeploymentRef Deployment) : IStep;

public sealed class RemoveReleaseActivity(ReleaseDirectories directories)
{
    [Function(nameof(RemoveRelease))]
    public void Run([ActivityTrigger] RemoveRelease step) => directories.RemoveRelease(step.Deployment.Service.ServiceId, step.Deployment.Id);
}
