using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ClickDeploy.Orchestrations.Services;

/// <summary>A new instance of the same release takes over without downtime; the old one serves until then, and goes on serving when the new one is not healthy.</summary>
public static class RestartService
{
    [Function(nameof(RestartService))]
    public static Task Run([OrchestrationTrigger] TaskOrchestrationContext context, ServiceCommandInput input) => new ServiceCommandRun(context, input).Run();
}
