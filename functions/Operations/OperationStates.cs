using ClickDeploy.Operations;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Functions.Operations;

/// <summary>How operations stand: from their rows where they are over, from the engine for those that run.</summary>
internal static class OperationStates
{
    public static IReadOnlyList<string> All { get; } = ["pending", "running", "completed", "live", "failed", "cancelled", "superseded", "terminated"];

    public static async Task<string> StatusOf(this DurableTaskClient client, OperationRecord operation, CancellationToken cancellation) =>
        (await client.StandingOf(operation, cancellation)).Status;

    /// <summary>With the time of its last turn: a running one's history is another only when that is another.</summary>
    public static async Task<(string Status, DateTimeOffset Updated)> StandingOf(this DurableTaskClient client, OperationRecord operation, CancellationToken cancellation)
    {
        if (operation.Outcome is { } outcome)
        {
            return (outcome, operation.FinishedAt ?? operation.StartedAt);
        }

        var instance = await client.GetInstanceAsync(operation.Id, cancellation);
        return (Word(instance?.RuntimeStatus), instance?.LastUpdatedAt ?? operation.StartedAt);
    }

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
