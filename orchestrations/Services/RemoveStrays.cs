using ClickDeploy.Deployments;
using ClickDeploy.Orchestrations.Routes;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Services;
using ClickDeploy.Targets;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Orchestrations.Services;

/// <summary>Nothing of the service runs but what serves, and its name shows that. Only for an operation that has the service.</summary>
/// <param name="Turn">The operation that has it.</param>
public sealed record RemoveStrays(ServiceRef Service, string? Turn = null) : IStep;

public sealed class RemoveStraysActivity(ServiceStateStore states, ServiceRoute route, ITarget target, IOptions<DeploymentOptions> options)
{
    [Function(nameof(RemoveStrays))]
    public async Task Run([ActivityTrigger] RemoveStrays step, CancellationToken cancellation)
    {
        // Before the state: what is here while the turn is this one's is nobody else's, however late it is removed.
        var present = await target.List(step.Service.ServiceId, cancellation);
        var state = (await states.Find(step.Service, cancellation)).InTurnOf(step.Turn, toEnd: true);
        await route.Apply(step.Service, state, cancellation);
        foreach (var instance in present)
        {
            if (!state.Desired || instance != state.Instance)
            {
                await target.Stop(instance, TimeSpan.FromSeconds(options.Value.StopGraceSeconds), cancellation);
                await target.Remove(instance, cancellation);
            }
        }
    }
}
