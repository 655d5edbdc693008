using ClickDeploy.Orchestrations.Deployments;
using ClickDeploy.Services;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ClickDeploy.Orchestrations.Services;

/// <summary>Nothing of the service runs, and nobody starts it again but a user: not the reconciler, not a reboot. Visitors see the page that says so.</summary>
public static class StopService
{
    [Function(nameof(StopService))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context, ServiceCommandInput input)
    {
        var turn = new ServiceTurn(context, input.Service, OperationKind.Stop);
        var saga = new Saga.Saga(context);
        if (await turn.Take(new TaskCompletionSource().Task) == ClaimOutcome.Claimed)
        {
            var stopped = await saga.Must(new StopServing(input.Service, context.InstanceId));
            if (stopped.Instance is { } instance)
            {
                await saga.Must(new RemoveInstance(instance, stopped.GraceSeconds));
            }

            await saga.Must(new FinishCommand(input, stopped.Refused));
        }

        await turn.Release();
    }
}
