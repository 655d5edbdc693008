using ClickDeploy.Functions.Operations;
using ClickDeploy.Orchestrations;
using ClickDeploy.Orchestrations.Cleanup;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Functions.Cleanup;

/// <summary>Once an hour.</summary>
public sealed class StartCleanUp
{
    [Function(nameof(StartCleanUp))]
    public static Task Run([TimerTrigger("0 17 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        client.StartOnce(nameof(CleanUp), null, "cleanup", cancellation);
}
