using ClickDeploy.Deployments;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Releases;
using ClickDeploy.Services;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Orchestrations.Deployments;

/// <summary>Removes the service's oldest releases beyond those that are kept; never the one that serves.</summary>
/// <param name="Turn">The operation that has it.</param>
public sealed record PruneReleases(ServiceRef Service, string? Turn = null) : IStep;

public sealed class PruneReleasesActivity(DeploymentStore deployments, ServiceStateStore states, ReleaseDirectories directories, IOptions<ReleaseOptions> options)
{
    [Function(nameof(PruneReleases))]
    public async Task Run([ActivityTrigger] PruneReleases step, CancellationToken cancellation)
    {
        var service = step.Service.ServiceId;
        var surplus = directories.Kept(service).ToHashSet();
        if (surplus.Count <= options.Value.Kept)
        {
            return;
        }

        var kept = 0;
        if ((await states.Find(step.Service, cancellation)).Current is { } current && await deployments.Find(step.Service.OrgId, current, cancellation) is { Value: var serving })
        {
            kept += surplus.Remove(serving.ReleaseId) ? 1 : 0;
        }

        await foreach (var deployment in deployments.List(step.Service, cancellation: cancellation))
        {
            if (kept >= options.Value.Kept)
            {
                break;
            }

            kept += surplus.Remove(deployment.ReleaseId) ? 1 : 0;
        }

        foreach (var deployment in surplus)
        {
            // Once the turn is over, a rollback may need it.
            (await states.Find(step.Service, cancellation)).InTurnOf(step.Turn);
            directories.RemoveRelease(service, deployment);
        }
    }
}
