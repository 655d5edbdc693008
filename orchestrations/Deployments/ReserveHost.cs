using ClickDeploy.Clients.Caddy;
using ClickDeploy.Deployments;
using ClickDeploy.Hosts;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Services;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Orchestrations.Deployments;

/// <summary>The service's public name, so that its URL is shown before the build ends. It is the service's, not the deployment's: nothing undoes it.</summary>
public sealed record ReserveHost(DeploymentRef Deployment) : IStep;

public sealed class ReserveHostActivity(DeploymentStore deployments, ServiceStateStore states, HostClaims claims, IOptions<CaddyOptions> proxy, TimeProvider time)
{
    [Function(nameof(ReserveHost))]
    public async Task Run([ActivityTrigger] ReserveHost step, CancellationToken cancellation)
    {
        var service = step.Deployment.Service;
        var deployment = await deployments.Change(step.Deployment, deployment => deployment.Begin(StepName.Provision, time.GetUtcNow()), cancellation);
        if (deployment?.Config is { Port: not null } config && (await states.Find(service, cancellation)).Host is null)
        {
            var host = await claims.Claim(service, HostNames.Candidates(service.ProjectId, config.Name, proxy.Value.BaseDomain), cancellation);
            await states.Change(service, state => state.Host is null ? state with { Host = host } : null, cancellation);
        }

        await deployments.Change(step.Deployment, deployment => deployment.Done(StepName.Provision, time.GetUtcNow()), cancellation);
    }
}
