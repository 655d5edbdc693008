using ClickDeploy.Deployments;
using ClickDeploy.Orchestrations.Routes;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Services;
using ClickDeploy.Targets;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Orchestrations.Services;

/// <summary>Nothing of the service runs but what serves, and its name shows that. Only for an operation that has the service.</summary>
public sealed record RemoveStrays(AbandonedOperation Operation) : IStep;

public sealed class RemoveStraysActivity(ServiceStateStore states, ServiceRoute route, ITarget target, IOptions<DeploymentOptions> options)
{
    [Function(nameof(RemoveStrays))]
    public async Task Run([ActivityTrigger] RemoveStrays step, CancellationToken cancellation)
    {
        // The reconciler replaces a dead instance once, and this was it: whoever wants it to run starts it.
        var (service, operation) = (step.Operation.Service, step.Operation.Operation);
        var state = await states.Change(service, state => state is { Desired: true, Instance: { } dead } && new RestartInstanceInput(service, dead.Value).OperationId == operation
            ? state with { Desired = false, Failure = EndAbandoned.Failure }
            : null, cancellation);
        await route.Apply(state, cancellation);
        foreach (var instance in await target.List(service.ServiceId, cancellation))
        {
            if (!state.Desired || instance != state.Instance)
            {
                await target.Stop(instance, TimeSpan.FromSeconds(options.Value.StopGraceSeconds), cancellation);
                await target.Remove(instance, cancellation);
            }
        }
    }
}
