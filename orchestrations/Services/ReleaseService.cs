using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Operations;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Services;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Orchestrations.Services;

/// <summary>Gives the service back if the operation has it, and its place in the queue if it has one. Answers the operation that has waited longest.</summary>
public sealed record ReleaseService(ServiceRef Service, string OperationId) : IStep<IReadOnlyList<string>>;

public sealed class ReleaseServiceActivity(ServiceStateStore states, DeploymentStore deployments, OperationStore operations)
{
    [Function(nameof(ReleaseService))]
    public async Task<IReadOnlyList<string>> Run([ActivityTrigger] ReleaseService step, CancellationToken cancellation)
    {
        var state = await states.Change(step.Service, state => Released(state, step.OperationId), cancellation);
        await operations.End(step.Service.OrgId, step.OperationId, await Outcome(step, cancellation), cancellation);
        // One after the other, as they were asked for: were all told, whoever is quickest would be first, and a stop could come before the deployment that was asked for before it.
        // The others look by themselves where that one is gone (ServiceTurn).
        return [.. state.Waiting.Take(1)];
    }

    // A deployment ends as its record says; the others end or go on for ever.
    private async Task<string> Outcome(ReleaseService step, CancellationToken cancellation) =>
        Guid.TryParse(step.OperationId, out var id) && (await deployments.Find(step.Service.OrgId, new DeploymentId(id), cancellation))?.Value is { } deployment
            ? deployment.Status.ToString().ToLowerInvariant()
            : "completed";

    // Those that wait stay listed until they have their turn: a repeat of this step tells them again.
    private static ServiceState? Released(ServiceState state, string operation) =>
        state.Operation?.Id == operation || state.Waiting.Contains(operation)
            ? state with { Operation = state.Operation?.Id == operation ? null : state.Operation, Abandoned = state.Operation?.Id == operation ? null : state.Abandoned, Waiting = [.. state.Waiting.Where(id => id != operation)] }
            : null;
}
