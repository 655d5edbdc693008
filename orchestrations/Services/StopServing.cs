using ClickDeploy.Alerts;
using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Orchestrations.Routes;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Services;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Orchestrations.Services;

/// <summary>The service is not wanted any more, and its name shows the page that says so.</summary>
/// <param name="Turn">The operation that has it.</param>
public sealed record StopServing(ServiceRef Service, string? Turn = null) : IStep<StoppedServing>;

/// <param name="Instance">What may still run; null: nothing ever did.</param>
/// <param name="Refused">Why there is nothing to stop.</param>
public sealed record StoppedServing(Guid? Instance, double GraceSeconds, Failure? Refused);

public sealed class StopServingActivity(ServiceStateStore states, ServiceRoute route, AlertStore alerts, IOptions<DeploymentOptions> options)
{
    [Function(nameof(StopServing))]
    public async Task<StoppedServing> Run([ActivityTrigger] StopServing step, CancellationToken cancellation)
    {
        // What is stopped already may be so by an earlier try of this step: only that nothing was ever deployed is refused here.
        var state = await states.Change(step.Service, state => state.InTurnOf(step.Turn) is { Desired: false, Failure: null } ? null : state with { Desired = false, Failure = null, Restarts = [] }, cancellation);
        if (state.Current is null)
        {
            return new(null, 0, ServiceCommands.NotDeployed);
        }

        await route.Apply(step.Service, state, cancellation);
        await alerts.Close(step.Service.OrgId, AlertKind.CrashLoop, step.Service.ServiceId.ToString(), cancellation);
        return new(state.Instance?.Value, options.Value.StopGraceSeconds, null);
    }
}
