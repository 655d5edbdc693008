using ClickDeploy.Alerts;
using ClickDeploy.Core;
using ClickDeploy.Orchestrations.Routes;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Services;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Orchestrations.Services;

/// <summary>How a stop, start or restart ended. <paramref name="Tried"/>: an instance was started, and did not become healthy.</summary>
public sealed record FinishCommand(ServiceCommandInput Command, Failure? Failure, bool Tried = false) : IStep;

public sealed class FinishCommandActivity(ServiceStateStore states, ServiceRoute route, AlertStore alerts, TimeProvider time)
{
    [Function(nameof(FinishCommand))]
    public async Task Run([ActivityTrigger] FinishCommand step, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var state = await states.Change(step.Command.Service, state => Ended(state.InTurnOf(step.Command.OperationId, toEnd: true), step, now), cancellation);
        if (state.Current is not null)
        {
            await route.Apply(step.Command.Service, state, cancellation);
        }

        if (state.Failure is null)
        {
            await alerts.Close(step.Command.Service.OrgId, AlertKind.CrashLoop, step.Command.Service.ServiceId.ToString(), cancellation);
        }
    }

    private static ServiceState Ended(ServiceState state, FinishCommand step, DateTimeOffset now)
    {
        var (kind, number) = (step.Command.Kind, Math.Max(step.Command.Number, state.LastCommand?.Number ?? 0));
        var ended = state with { LastCommand = new(number, kind, step.Failure, now) };
        return step switch
        {
            { Failure: null } => ended with { Failure = null, Restarts = [] },
            // It should run, and does not; after a failed restart the old instance serves.
            { Tried: true } when !state.Desired => ended with { Failure = step.Failure },
            _ => ended,
        };
    }
}
