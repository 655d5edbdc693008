using ClickDeploy.Deployments;
using ClickDeploy.Hosts;
using ClickDeploy.Orchestrations.Saga;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Orchestrations.Deployments;

/// <summary>The service's public name, so that its URL is shown before the build ends. It is the service's, not the deployment's: nothing undoes it.</summary>
public sealed record ReserveHost(DeploymentRef Deployment) : IStep;

public sealed class ReserveHostActivity(DeploymentStore deployments, ServiceHosts hosts, TimeProvider time)
{
    [Function(nameof(ReserveHost))]
    public async Task Run([ActivityTrigger] ReserveHost step, CancellationToken cancellation)
    {
        var deployment = await deployments.Change(step.Deployment, deployment => deployment.Begin(StepName.Provision, time.GetUtcNow()), cancellation);
        if (deployment?.Config is { Port: not null } config)
        {
            await hosts.Reserve(step.Deployment.Service, config.Name, step.Deployment.Id.ToString(), cancellation);
        }

        await deployments.Change(step.Deployment, deployment => deployment.Done(StepName.Provision, time.GetUtcNow()), cancellation);
    }
}
