using ClickDeploy.Alerts;
using ClickDeploy.Deployments;
using ClickDeploy.Operations;
using ClickDeploy.Orchestrations.Deployments;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Services;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Orchestrations.Services;

/// <summary>Takes the service for one operation (DESIGN 5: one thing at a time per service). <paramref name="Deployment"/>: the one that wants it, for deployments.</summary>
public sealed record ClaimService(ServiceRef Service, string OperationId, OperationKind Kind, DeploymentRef? Deployment = null) : IStep<ClaimResult>;

/// <param name="Outcome">Who has the service now.</param>
/// <param name="Wake">Operations that wait for a turn which will not come; they look again when they are told.</param>
public sealed record ClaimResult(ClaimOutcome Outcome, IReadOnlyList<string> Wake);

public enum ClaimOutcome
{
    Claimed,

    /// <summary>Another operation has it: wait for <c>released</c>.</summary>
    Busy,

    /// <summary>A newer deployment waits: this one never gets its turn.</summary>
    Superseded,

    /// <summary>The service is deleted, or about to be.</summary>
    Gone,
}

public sealed class ClaimServiceActivity(ServiceStore services, ServiceStateStore states, DeploymentStore deployments, AlertStore alerts, OperationStore operations, AbandonedOperations abandoned, TimeProvider time)
{
    private const int MostLooks = 10;

    [Function(nameof(ClaimService))]
    public async Task<ClaimResult> Run([ActivityTrigger] ClaimService step, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var operation = new OperationRecord(step.OperationId, step.Kind.ToString().ToLowerInvariant(), "service", step.Service.Service, step.Service.Project, time.GetUtcNow());
        await (step.Kind == OperationKind.Deploy ? operations.Begin(step.Service.OrgId, operation, cancellation) : operations.BeginAgain(step.Service.OrgId, operation, cancellation));
        var service = await services.Find(step.Service.OrgId, step.Service.ServiceId, cancellation);
        if (step.Kind != OperationKind.Delete && (service is null || service.Value.Deleting))
        {
            return new(ClaimOutcome.Gone, []);
        }

        var olderWaiting = new List<string>();
        if (step.Deployment is { } mine)
        {
            await foreach (var other in Waiting(step.Service, cancellation))
            {
                if (other.Ref.Deployment == mine.Deployment)
                {
                    continue;
                }

                if (IsNewer(other.Ref, mine))
                {
                    return new(ClaimOutcome.Superseded, []);
                }

                olderWaiting.Add(other.Ref.Id.ToString());
            }
        }

        var wanted = new Operation(step.OperationId, step.Kind);
        var isUndone = await AbandonedOperations.IsEnding(client, new(step.Service, step.OperationId), cancellation);
        var isNew = false;
        var state = await states.Change(step.Service, state =>
        {
            var after = Claimed(state, wanted, isUndone);
            isNew = after is not null;
            return after;
        }, cancellation);
        var claimed = state.Operation == wanted && state.Abandoned != wanted.Id;
        await EndAbandoned(step, state, client, cancellation);
        if (isNew)
        {
            // A step that comes late, after the end of its own operation: nobody would give back what it claimed.
            if (await AbandonedOperations.IsDone(client, step.OperationId, cancellation))
            {
                await new ReleaseServiceActivity(states, deployments, operations).Run(new(step.Service, step.OperationId), cancellation);
                return new(ClaimOutcome.Gone, []);
            }

            await abandoned.End(client, step.Service, step.OperationId, givesUp: false, cancellation);
        }

        if (step.Deployment is { } waiting && QueuedAlert.IsDue(waiting, time.GetUtcNow()))
        {
            await (claimed ? alerts.Close(step.Service.OrgId, AlertKind.DeploymentQueued, waiting.Id.ToString(), cancellation) : QueuedAlert.Raise(alerts, waiting, service?.Value.Name, cancellation));
        }

        return new(claimed ? ClaimOutcome.Claimed : ClaimOutcome.Busy, olderWaiting);
    }

    // What is over without having passed the service on would keep everybody waiting. A deletion does not wait either for somebody to try a failed one again.
    private async Task EndAbandoned(ClaimService step, ServiceState state, DurableTaskClient client, CancellationToken cancellation)
    {
        foreach (var other in state.Waiting.Prepend(state.Operation!.Id).Where(id => id != step.OperationId).Take(MostLooks))
        {
            await abandoned.End(client, step.Service, other, givesUp: step.Kind == OperationKind.Delete, cancellation);
        }
    }

    // One that began again while what it left is undone waits for that.
    private static ServiceState? Claimed(ServiceState state, Operation wanted, bool isUndone)
    {
        var othersWaiting = state.Waiting.Where(id => id != wanted.Id);
        return state.Operation switch
        {
            null => state with { Operation = wanted, Waiting = [.. othersWaiting] },
            var operation when operation == wanted && state.Abandoned != wanted.Id => null,
            var operation when operation == wanted && !isUndone => state with { Abandoned = null, Waiting = [.. othersWaiting] },
            _ when state.Waiting.Contains(wanted.Id) => null,
            _ => state with { Waiting = [.. othersWaiting, wanted.Id] },
        };
    }

    // Deployments that have had no turn yet are among the newest: the first that has ended or runs ends the look, but for those that a crash left behind it.
    private async IAsyncEnumerable<Deployment> Waiting(ServiceRef service, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        const int look = 50;
        await foreach (var deployment in deployments.List(service, limit: look, cancellation: cancellation))
        {
            if (deployment.Status == DeploymentStatus.Queued)
            {
                yield return deployment;
            }
        }
    }

    private static bool IsNewer(DeploymentRef other, DeploymentRef mine) =>
        (other.CreatedAt, other.Deployment).CompareTo((mine.CreatedAt, mine.Deployment)) > 0;
}
