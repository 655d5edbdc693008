using ClickDeploy.Deployments;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Services;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Orchestrations.Deployments;

/// <summary>The row of the deployment, unless the request that started it has written it already.</summary>
public sealed record AddDeployment(DeploymentRef Deployment, DeploymentTrigger Trigger, string? Commit) : IStep;

public sealed class AddDeploymentActivity(ServiceStore services, DeploymentStore deployments)
{
    [Function(nameof(AddDeployment))]
    public async Task Run([ActivityTrigger] AddDeployment step, CancellationToken cancellation)
    {
        // A service that was deleted meanwhile must not get rows again.
        if (await services.Find(step.Deployment.Service.OrgId, step.Deployment.Service.ServiceId, cancellation) is not null)
        {
            await deployments.Add(step.Deployment, step.Trigger, step.Commit, cancellation);
        }
    }
}
