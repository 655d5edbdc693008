using ClickDeploy.Operations;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Functions.Operations;

/// <summary>How operations stand: from their rows where they are over, from the engine for those that run.</summary>
internal static class OperationStates
{
    public static async Task<string> StatusOf(this DurableTaskClient client, OperationRecord operation, CancellationToken cancellation) =>
        operation.Outcome ?? Word((await client.GetInstanceAsync(operation.Id, cancellation))?.RuntimeStatus);

    public static bool IsOver(string status) => status is not ("pending" or "running");

    private static string Word(OrchestrationRuntimeStatus? status) => status switch
    {
        OrchestrationRuntimeStatus.Pending => "pending",
        OrchestrationRuntimeStatus.Running or OrchestrationRuntimeStatus.Suspended => "running",
        OrchestrationRuntimeStatus.Failed => "failed",
        OrchestrationRuntimeStatus.Terminated => "terminated",
        _ => "completed",
    };
}
