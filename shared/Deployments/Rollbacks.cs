using ClickDeploy.Core;
using ClickDeploy.Releases;
using ClickDeploy.Services;

namespace ClickDeploy.Deployments;

/// <summary>To what a service can be rolled back: to releases that are kept, and only where something would be different afterwards.</summary>
public sealed class Rollbacks(DeploymentStore deployments, ServiceStateStore states, ReleaseDirectories directories)
{
    /// <summary>Newest first. A rollback is not among them: what it went back to is.</summary>
    public async Task<IReadOnlyList<Deployment>> Candidates(ServiceRef service, CancellationToken cancellation = default)
    {
        var kept = directories.Kept(service.ServiceId).ToHashSet();
        var current = await Current(service, await states.Find(service, cancellation), cancellation);
        var candidates = new List<Deployment>();
        await foreach (var deployment in deployments.List(service, cancellation: cancellation))
        {
            if (deployment is { Status: DeploymentStatus.Live, Rollback: null } && kept.Remove(deployment.ReleaseId) && !IsSame(current, deployment))
            {
                candidates.Add(deployment);
            }

            if (kept.Count == 0)
            {
                break;
            }
        }

        return candidates;
    }

    /// <summary>Why the service, seen as <paramref name="state"/>, cannot be rolled back to the deployment; null: it can.</summary>
    public async Task<Failure?> Refuse(ServiceRef service, ServiceState state, DeploymentId target, CancellationToken cancellation = default)
    {
        const string otherwise = "Choose one of the rollback candidates, or deploy its commit again.";
        if ((await deployments.Find(service.OrgId, target, cancellation))?.Value is not { } deployment)
        {
            return new("release_gone", "The deployment to go back to is not kept any more.", otherwise);
        }

        if (deployment.Status != DeploymentStatus.Live)
        {
            return new("never_live", $"Deployment #{deployment.Number} was never live: there is nothing to go back to.", otherwise);
        }

        if (!directories.Kept(service.ServiceId).Contains(deployment.ReleaseId))
        {
            return new("release_gone", $"The release of deployment #{deployment.Number} is not kept any more.", otherwise);
        }

        return IsSame(await Current(service, state, cancellation), deployment)
            ? new("same_release", $"What serves now is the release of deployment #{deployment.Number}, with its configuration and variables.", "Choose another one; to have it start again, restart the service.")
            : null;
    }

    /// <summary>Gives a rollback what it runs: all of it was recorded with the deployment that it goes back to. Other deployments stay as they are.</summary>
    public async Task TakeOver(DeploymentRef rollback, CancellationToken cancellation = default)
    {
        if (await deployments.Find(rollback, cancellation) is { Rollback: { } target, BuiltBy: null }
            && (await deployments.Find(rollback.Service.OrgId, new(target.Deployment), cancellation))?.Value is { } earlier)
        {
            await deployments.Change(rollback, deployment => deployment with
            {
                Config = earlier.Config,
                Variables = earlier.Variables,
                Plan = earlier.Plan,
                CommitSha = earlier.CommitSha,
                CommitMessage = earlier.CommitMessage,
                CommitAuthor = earlier.CommitAuthor,
                BuiltBy = earlier.ReleaseId,
            }, cancellation);
        }
    }

    private async Task<Deployment?> Current(ServiceRef service, ServiceState state, CancellationToken cancellation) =>
        state.Current is { } id ? (await deployments.Find(service.OrgId, id, cancellation))?.Value : null;

    private static bool IsSame(Deployment? current, Deployment other) => current is not null
        && current.ReleaseId == other.ReleaseId
        && (current.Variables ?? 0) == (other.Variables ?? 0)
        && current.Config is { } one && other.Config is { } another
        && PendingChange.Between(one, another).Count == 0;
}
