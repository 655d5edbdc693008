using ClickDeploy.Clients.Git;
using ClickDeploy.Deployments;
using ClickDeploy.Jobs;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Orchestrations.Services;
using ClickDeploy.Releases;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Orchestrations.Deployments;

/// <summary>An empty repository where the source will be.</summary>
public sealed record PrepareSource(DeploymentRef Deployment) : IStep;

public sealed class PrepareSourceActivity(DeploymentStore deployments, ReleaseDirectories directories, ShortGit git, TurnGuard turns, TimeProvider time)
{
    [Function(nameof(PrepareSource))]
    public Task Run([ActivityTrigger] PrepareSource step, CancellationToken cancellation) =>
        turns.Do(step.Deployment, () => Prepare(step, cancellation), _ => RemoveBuild(step), cancellation);

    private async Task Prepare(PrepareSource step, CancellationToken cancellation)
    {
        await deployments.Change(step.Deployment, deployment => (deployment with { Status = DeploymentStatus.Building }).Begin(StepName.Clone, time.GetUtcNow()), cancellation);
        var source = directories.SourceOf(step.Deployment.Id);
        Directory.CreateDirectory(source);
        if (await git.Run(GitCommands.Init(source), cancellation) is ShortGitResult.Failed failed)
        {
            throw new IOException($"git init failed: {failed.Output}");
        }
    }

    private Task RemoveBuild(PrepareSource step)
    {
        directories.RemoveBuild(step.Deployment.Id);
        return Task.CompletedTask;
    }
}

/// <summary>Undo of <see cref="PrepareSource"/>: no job of the build runs or can start, and its files are gone.</summary>
public sealed record RemoveBuild(DeploymentRef Deployment) : IStep;

public sealed class RemoveBuildActivity(IJobs jobs, ReleaseDirectories directories)
{
    [Function(nameof(RemoveBuild))]
    public async Task Run([ActivityTrigger] RemoveBuild step, CancellationToken cancellation)
    {
        // A cancel stops all jobs, begun or not, and leaves a mark of each: that of the pre-deploy command too.
        await Task.WhenAll(BuildJobs.All.Select(job => jobs.Remove(BuildJobs.IdOf(step.Deployment, job), cancellation)));

        directories.RemoveBuild(step.Deployment.Id);
    }
}
