using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Orchestrations.Routes;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Services;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Orchestrations.Deployments;

/// <summary>Gives the service's traffic to the instance: from here on it is what runs.</summary>
/// <param name="Turn">The operation that has it.</param>
public sealed record SwitchTraffic(DeploymentRef Deployment, Guid Instance, string? Address, string? Turn = null) : IStep;

public sealed class SwitchTrafficActivity(ServiceStateStore states, ServiceRoute route)
{
    [Function(nameof(SwitchTraffic))]
    public async Task Run([ActivityTrigger] SwitchTraffic step, CancellationToken cancellation)
    {
        var state = await states.Change(step.Deployment.Service, state => state.InTurnOf(step.Turn) with
        {
            Current = step.Deployment.Id,
            Instance = new InstanceId(step.Instance),
            Address = step.Address,
            Desired = true,
        }, cancellation);
        await route.Apply(step.Deployment.Service, state, cancellation);
    }
}

/// <summary>Undo of <see cref="SwitchTraffic"/>: what served before serves again.</summary>
/// <param name="Turn">The operation that has it.</param>
public sealed record RestoreTraffic(ServiceRef Service, Guid Instance, Serving Previous, string? Turn = null) : IStep;

public sealed class RestoreTrafficActivity(ServiceStateStore states, ServiceRoute route)
{
    [Function(nameof(RestoreTraffic))]
    public async Task Run([ActivityTrigger] RestoreTraffic step, CancellationToken cancellation)
    {
        // Without its turn it leaves the service to whoever has that; an undo that failed would keep those behind it from being made.
        var previous = step.Previous;
        var state = await states.Change(step.Service, state => !state.IsTurnOf(step.Turn) || state.Instance?.Value != step.Instance ? null : state with
        {
            Current = previous.Deployment is { } deployment ? new DeploymentId(deployment) : null,
            Instance = previous.Instance is { } instance ? new InstanceId(instance) : null,
            Address = previous.Address,
            Desired = previous.Desired,
        }, cancellation);
        await route.Apply(step.Service, state, cancellation);
    }
}
