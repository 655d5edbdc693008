using ClickDeploy.Clients.Caddy;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Services;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ClickDeploy.Orchestrations.Routes;

/// <summary>Gives Caddy its configuration, and the route directory what storage says: at each start of the platform, and when Caddy was found without.</summary>
public static class RestoreProxy
{
    [Function(nameof(RestoreProxy))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.CallActivityAsync(nameof(LoadProxy), Retry.Outage);
        await context.CallActivityAsync(nameof(RestoreRoutes), Retry.Outage);
    }
}

public sealed class LoadProxy(CaddyClient caddy)
{
    [Function(nameof(LoadProxy))]
    public Task Run([ActivityTrigger] string? nothing, CancellationToken cancellation) => caddy.Load(cancellation);
}

/// <summary>Only adds and corrects routes of services that no operation holds: one that runs now sets its own route.</summary>
public sealed class RestoreRoutes(ServiceStateStore states, IRoutes routes)
{
    [Function(nameof(RestoreRoutes))]
    public async Task Run([ActivityTrigger] string? nothing, CancellationToken cancellation)
    {
        await foreach (var listed in states.Desired(cancellation))
        {
            var state = await states.Find(listed.Value, cancellation);
            if (state.Operation is null && state.Host is { } host && ServiceRoute.Of(state) is { } route && await routes.Find(host, cancellation) != route)
            {
                await routes.Point(host, route, cancellation);
            }
        }
    }
}
