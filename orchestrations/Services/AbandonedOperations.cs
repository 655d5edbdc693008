using ClickDeploy.Operations;
using ClickDeploy.Services;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Orchestrations.Services;

/// <summary>Finds out whether an operation was abandoned, and has it ended. Asked by whoever meets one: what waits for its turn, the reconciler, a user's cancel.</summary>
public sealed class AbandonedOperations(OperationStore operations, ServiceStateStore states)
{
    /// <summary>True: it was terminated or purged, and <see cref="EndAbandoned"/> is under way; a repeat starts no second one.</summary>
    /// <param name="givesUp">Somebody gives it up: also one that failed, which could be tried again.</param>
    public async Task<bool> End(DurableTaskClient client, ServiceRef service, string operation, bool givesUp, CancellationToken cancellation)
    {
        var (status, abandoned) = (await StatusOf(client, operation, cancellation), new AbandonedOperation(service, operation));
        if (!IsOver(status) || (status is OrchestrationRuntimeStatus.Failed && !givesUp))
        {
            return false;
        }

        if (!await IsEnding(client, abandoned, cancellation))
        {
            await operations.Note(abandoned.OperationId, cancellation);
            await client.StartOnce(nameof(EndAbandoned), abandoned, abandoned.OperationId, cancellation);
        }

        return true;
    }

    /// <summary>What it left is being undone: until that is over it must not go on or begin again.</summary>
    public static async Task<bool> IsEnding(DurableTaskClient client, AbandonedOperation operation, CancellationToken cancellation) =>
        await client.GetInstanceAsync(operation.OperationId, cancellation) is { IsCompleted: false };

    /// <summary>It was ended by <see cref="EndAbandoned"/>, or is now: its service was passed on, so that it must not go on. Null: it was not, or began again and has or waits for its turn.</summary>
    public async Task<AbandonedOperation?> GivenUp(DurableTaskClient client, string operation, CancellationToken cancellation)
    {
        var end = await client.GetInstanceAsync(AbandonedOperation.EndOf(operation), getInputsAndOutputs: true, cancellation);
        if (end?.Name != nameof(EndAbandoned) || end.ReadInputAs<AbandonedOperation>() is not { } ended)
        {
            return null;
        }

        var state = await states.Find(ended.Service, cancellation);
        return !end.IsCompleted || !(state.IsTurnOf(operation) || state.Waiting.Contains(operation)) ? ended : null;
    }

    /// <summary>Its orchestration is over without its own end.</summary>
    public static async Task<bool> IsAbandoned(DurableTaskClient client, string operation, CancellationToken cancellation) => IsOver(await StatusOf(client, operation, cancellation));

    /// <summary>It came to its own end, and passed its service on.</summary>
    public static async Task<bool> IsDone(DurableTaskClient client, string operation, CancellationToken cancellation) => await StatusOf(client, operation, cancellation) is OrchestrationRuntimeStatus.Completed;

    private static async Task<OrchestrationRuntimeStatus?> StatusOf(DurableTaskClient client, string operation, CancellationToken cancellation) => (await client.GetInstanceAsync(operation, cancellation))?.RuntimeStatus;

    // One that nobody knows was purged: the ids are of orchestrations that existed.
    private static bool IsOver(OrchestrationRuntimeStatus? status) => status is null or OrchestrationRuntimeStatus.Terminated or OrchestrationRuntimeStatus.Failed;
}
