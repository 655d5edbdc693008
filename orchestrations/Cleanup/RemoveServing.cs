using ClickDeploy.Clients.Caddy;
using ClickDeploy.Hosts;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Services;
using ClickDeploy.Targets;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Orchestrations.Cleanup;

/// <summary>The service's route, instance and public name.</summary>
public sealed record RemoveServing(ServiceRef Service) : IStep;

public sealed class RemoveServingActivity(ServiceStateStore states, IRoutes routes, ITarget target, HostClaims claims)
{
    [Function(nameof(RemoveServing))]
    public async Task Run([ActivityTrigger] RemoveServing step, CancellationToken cancellation)
    {
        // Not wanted first: nobody starts it again while it goes.
        var state = await states.Change(step.Service, state => state.Desired ? state with { Desired = false } : null, cancellation);
        if (state.Host is { } host)
        {
            await routes.Remove(host, cancellation);
        }

        if (state.Instance is { } instance)
        {
            await target.Remove(instance, cancellation);
        }

        // The name last: nobody may get it while a route of ours is there.
        if (state.Host is { } name)
        {
            await claims.Release(step.Service, name, cancellation);
        }
    }
}
