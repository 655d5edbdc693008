using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ClickDeploy.Orchestrations.Services;

/// <summary>The release that was stopped, or given up after a crash loop, starts again: a new instance, which gets the traffic when it is healthy.</summary>
public static class StartService
{
    [Function(nameof(StartService))]
    public static Task Run([OrchestrationTrigger] TaskOrchestrationContext context, ServiceCommandInput input) => new ServiceCommandRun(context, input).Run();
}
