using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Services;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Orchestrations.Services;

/// <summary>How far an abandoned operation came. From here on no step of it that is still under way changes anything of the service.</summary>
public sealed record LookAtAbandoned(AbandonedOperation Operation) : IStep<LeftByAbandoned>;

/// <param name="IsAbandoned">False: it goes on or began again meanwhile, and is to be left alone.</param>
/// <param name="HasTurn">It has its service: all that is under way there is its own. Else it waited, or is done.</param>
/// <param name="Deployment">Null: it is no deployment.</param>
/// <param name="IsLive">The deployment has the traffic: there is no way back.</param>
/// <param name="IsOver">The deployment's record says how it ended.</param>
/// <param name="Command">The stop, start or restart that it was; null: it was none.</param>
/// <param name="IsStopped">The service is not to run.</param>
public sealed record LeftByAbandoned(bool IsAbandoned, bool HasTurn, DeploymentRef? Deployment, bool IsLive, bool IsOver, ServiceCommandInput? Command, bool IsStopped);

public sealed class LookAtAbandonedActivity(ServiceStateStore states, DeploymentStore deployments)
{
    [Function(nameof(LookAtAbandoned))]
    public async Task<LeftByAbandoned> Run([ActivityTrigger] LookAtAbandoned step, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var (service, id) = (step.Operation.Service, step.Operation.Operation);
        var isAbandoned = await AbandonedOperations.IsAbandoned(client, id, cancellation);
        var abandoned = isAbandoned ? id : null;
        var state = await states.Change(service, state => state.Operation?.Id == id && state.Abandoned != abandoned ? state with { Abandoned = abandoned } : null, cancellation);
        var deployment = Guid.TryParse(id, out var guid) ? (await deployments.Find(service.OrgId, new DeploymentId(guid), cancellation))?.Value : null;
        var isLive = deployment is not null && state.Current == deployment.Ref.Id;
        return new(isAbandoned, state.Operation?.Id == id, deployment?.Ref, isLive, deployment?.Status.IsFinal() ?? false, ServiceCommandInput.Of(service, step.Operation.Kind, id), !state.Desired);
    }
}
