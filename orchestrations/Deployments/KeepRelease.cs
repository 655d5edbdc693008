using ClickDeploy.Deployments;
using ClickDeploy.Jobs;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Releases;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Orchestrations.Deployments;

/// <summary>What was built becomes the deployment's release; the build's own files go.</summary>
public sealed record KeepRelease(DeploymentRef Deployment) : IStep;

public sealed class KeepReleaseActivity(DeploymentStore deployments, IJobs jobs, ReleaseDirectories directories, TimeProvider time)
{
    [Function(nameof(KeepRelease))]
    public async Task Run([ActivityTrigger] KeepRelease step, CancellationToken cancellation)
    {
        // Before the rename: a command that a build left in the background must not write into the release.
        await Task.WhenAll(BuildJobs.OfBuild.Select(job => jobs.Remove(BuildJobs.IdOf(step.Deployment, job), cancellation)));

        directories.Keep(step.Deployment.Service.ServiceId, step.Deployment.Id);
        await deployments.Change(step.Deployment, deployment => deployment.Done(StepName.Build, time.GetUtcNow()), cancellation);
    }
}

/// <summary>Undo of <see cref="KeepRelease"/>.</summary>
public sealed record RemoveRelease(DeploymentRef Deployment) : IStep;

public sealed class RemoveReleaseActivity(ReleaseDirectories directories)
{
    [Function(nameof(RemoveRelease))]
    public void Run([ActivityTrigger] RemoveRelease step) => directories.RemoveRelease(step.Deployment.Service.ServiceId, step.Deployment.Id);
}
