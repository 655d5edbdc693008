using ClickDeploy.Logs;
using ClickDeploy.Releases;
using ClickDeploy.Services;
using ClickDeploy.Variables;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Deployments;

/// <summary>
/// Keeps the newest deployments of a service, with their logs, evidence and revisions of the variables. One that serves, runs, or whose release is kept
/// stays whatever its age. May run again, and beside itself.
/// </summary>
public sealed class DeploymentRetention(
    DeploymentStore deployments,
    ServiceStateStore states,
    EvidenceStore evidence,
    LogStore logs,
    VariableStore variables,
    ReleaseDirectories directories,
    IOptions<DeploymentOptions> options)
{
    // Each end of a deployment adds one: so many at once catch up with whatever was left before.
    private const int AtOnce = 20;

    public async Task Prune(ServiceRef service, CancellationToken cancellation = default)
    {
        var all = await deployments.List(service, cancellation: cancellation).ToListAsync(cancellation);
        var surplus = await Surplus(service, all, cancellation);
        foreach (var deployment in surplus)
        {
            // The row last: while it is there, the rest of it can be found.
            await logs.Remove(LogStream.Of(deployment.Ref), cancellation);
            await evidence.Remove(deployment.Ref, cancellation);
            await deployments.Remove(deployment, cancellation);
        }

        await variables.Prune(service, [.. all.Except(surplus).Select(deployment => deployment.Variables).OfType<int>().Distinct()], cancellation);
    }

    private async Task<IReadOnlyList<Deployment>> Surplus(ServiceRef service, List<Deployment> all, CancellationToken cancellation)
    {
        if (all.Count <= options.Value.KeptDeployments)
        {
            return [];
        }

        var current = (await states.Find(service, cancellation)).Current;
        var releases = directories.Kept(service.ServiceId).ToHashSet();
        return
        [
            .. all.Skip(options.Value.KeptDeployments)
                .Where(deployment => deployment.Status.IsFinal() && deployment.Ref.Id != current && !releases.Contains(deployment.Ref.Id))
                .TakeLast(AtOnce),
        ];
    }
}
