using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Orchestrations;

/// <summary>Starts under an id of the caller's, so that a repeat is no second one.</summary>
public static class DurableStarts
{
    // A repeated start of an id never runs it again.
    private static readonly IReadOnlyList<string> AnyStatus = [.. Enum.GetNames<OrchestrationRuntimeStatus>()];
    private static readonly IReadOnlyList<string> AnyButAbandoned = [.. AnyStatus.Except([nameof(OrchestrationRuntimeStatus.Terminated), nameof(OrchestrationRuntimeStatus.Failed)])];

    /// <summary>Starts the orchestration unless it runs under that id: a repeated request does not do the work twice.</summary>
    public static async Task StartOnce(this DurableTaskClient client, TaskName orchestrator, object? input, string id, CancellationToken cancellation)
    {
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, new StartOrchestrationOptions(id), cancellation);
        }
        catch (InvalidOperationException)
        {
            // The refusal of a live id has no type of its own on the real client either: look whether it was one.
            if (await client.GetInstanceAsync(id, cancellation) is null)
            {
                throw;
            }
        }
    }

    /// <summary>True: it runs under that id, started now or before. False: it has ended already, and is not run again.</summary>
    /// <param name="exceptAbandoned">One that was terminated or failed did not do what is to be done: it is run again.</param>
    public static async Task<bool> StartUnlessEnded(this DurableTaskClient client, TaskName orchestrator, object? input, string id, CancellationToken cancellation, bool exceptAbandoned = false)
    {
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, new StartOrchestrationOptions(id) { DedupeStatuses = exceptAbandoned ? AnyButAbandoned : AnyStatus }, cancellation);
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The refusal of an id has no type of its own on the real client either: look whether it was one.
            if (await client.GetInstanceAsync(id, cancellation) is not { } present)
            {
                throw;
            }

            return !present.IsCompleted;
        }
    }
}
