using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Functions.Operations;

internal static class DurableStarts
{
    /// <summary>Starts the orchestration unless it runs under that id: a repeated request does not do the work twice.</summary>
    public static async Task StartOnce(this DurableTaskClient client, TaskName orchestrator, object input, string id, CancellationToken cancellation)
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
}
