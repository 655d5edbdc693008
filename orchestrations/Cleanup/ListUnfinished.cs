using ClickDeploy.Deployments;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Services;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Orchestrations.Cleanup;

/// <summary>The service's deployments that have not ended, by instance id.</summary>
public sealed record ListUnfinished(ServiceRef Service) : IStep<IReadOnlyList<string>>;

public sealed class ListUnfinishedActivity(DeploymentStore deployments)
{
    [Function(nameof(ListUnfinished))]
    public async Task<IReadOnlyList<string>> Run([ActivityTrigger] ListUnfinished step, CancellationToken cancellation)
    {
        var unfinished = new List<string>();
        await foreach (var deployment in deployments.List(step.Service, cancellation: cancellation))
        {
            if (!deployment.Status.IsFinal())
            {
                unfinished.Add(deployment.Ref.Id.ToString());
            }
        }

        return unfinished;
    }
}
