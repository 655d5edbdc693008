using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Services;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Orchestrations.Services;

/// <summary>Gives the service back if the operation has it, and its place in the queue if it has one. Answers the operations that wait.</summary>
public sealed record ReleaseService(ServiceRef Service, string OperationId) : IStep<IReadOnlyList<string>>;

public sealed class ReleaseServiceActivity(ServiceStateStore states)
{
    [Function(nameof(ReleaseService))]
    public async Task<IReadOnlyList<string>> Run([ActivityTrigger] ReleaseService step, CancellationToken cancellation)
    {
        var state = await states.Change(step.Service, state => Released(state, step.OperationId), cancellation);
        return state.Waiting;
    }

    // Those that wait stay listed until they have their turn: a repeat of this step tells them again.
    private static ServiceState? Released(ServiceState state, string operation) =>
        state.Operation?.Id == operation || state.Waiting.Contains(operation)
            ? state with { Operation = state.Operation?.Id == operation ? null : state.Operation, Waiting = [.. state.Waiting.Where(id => id != operation)] }
            : null;
}
