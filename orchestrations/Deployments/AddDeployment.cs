using ClickDeploy.Deployments;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Services;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Orchestrations.Deployments;

/// <summary>The row of the deployment, unless the request that started it has written it already.</summary>
public sealed record AddDeployment(DeploymentRef Deployment, DeploymentTrigger Trigger, string? Commit, RollbackTarget? Rollback = null, bool ClearCache = false) : IStep;

public sealed class AddDeploymentActivity(ServiceStore services, DeploymentStore deployments)
{
    [Function(nameof(AddDeployment))]
    public async Task Run([ActivityTrigger] AddDeployment step, CancellationToken cancellation)
    {
        // A service that was deleted meanwhile must not get rows again.
        var service = step.Deployment.Service;
        if (await services.Find(service.OrgId, service.ServiceId, cancellation) is not null)
        {
            // The request switches auto-deploy off before it writes the row; once the row is there, the user may have switched it on again.
            if (step.Rollback is { } target && await deployments.Find(step.Deployment, cancellation) is null)
            {
                await services.PauseAutoDeploy(service.OrgId, service.ServiceId, new(step.Deployment.Deployment, target.Number, step.Deployment.CreatedAt), cancellation);
            }

            await deployments.Add(step.Deployment, new DeploymentRequest(step.Trigger, step.Commit, step.Rollback, step.ClearCache), cancellation);
        }
    }
}
