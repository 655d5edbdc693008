using ClickDeploy.Operations;
using ClickDeploy.Services;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Orchestrations.Services;

/// <summary>Finds out whether an operation was abandoned, and has it ended. Asked by whoever meets one: what waits for its turn, the reconciler, a user's cancel.</summary>
public sealed class AbandonedOperations(OperationStore operations)
{
    /// <summary>True: it was terminated, and <see cref="EndAbandoned"/> is under way; a repeat starts no second one.</summary>
    /// <param name="givesUp">Somebody gives it up: also one that failed, which could be tried again, or that was purged.</param>
    public async Task<bool> End(DurableTaskClient client, ServiceRef service, string operation, bool givesUp, CancellationToken cancellation)
    {
        var status = (await client.GetInstanceAsync(operation, cancellation))?.RuntimeStatus;
        if (status is not OrchestrationRuntimeStatus.Terminated && !(givesUp && status is (null or OrchestrationRuntimeStatus.Failed)))
        {
            return false;
        }

        var abandoned = new AbandonedOperation(service, operation);
        await operations.Note(abandoned.OperationId, cancellation);
        await client.StartOnce(nameof(EndAbandoned), abandoned, abandoned.OperationId, cancellation);
        return true;
    }
}
