using ClickDeploy.Core;
using ClickDeploy.Orchestrations.Deployments;
using Microsoft.DurableTask;

namespace ClickDeploy.Orchestrations.Services;

/// <summary>A start or restart that a user asked for, from the claim of the service to its end.</summary>
internal sealed class ServiceCommandRun(TaskOrchestrationContext context, ServiceCommandInput input)
{
    private readonly Saga.Saga _saga = new(context);

    public async Task Run()
    {
        var turn = new ServiceTurn(context, input.Service, input.Kind);
        var fresh = context.NewGuid();
        if (await turn.Take(new TaskCompletionSource().Task) == ClaimOutcome.Claimed)
        {
            await Do(fresh);
        }

        await turn.Release();
    }

    private async Task Do(Guid fresh)
    {
        var begun = await _saga.Must(new BeginCommand(input));
        if (begun is not { Deployment: { } deployment, Refused: null })
        {
            await _saga.Must(new FinishCommand(input, begun.Refused));
            return;
        }

        if (await TakeOver(new(context, _saga, deployment, fresh, begun.Previous, begun.HealthSeconds)) is { } failure)
        {
            context.SetCustomStatus("Undoes what it did");
            await _saga.Unwind();
            await _saga.Must(new FinishCommand(input, failure, Tried: true));
            return;
        }

        _saga.Commit();
        context.SetCustomStatus("Live");
        if (begun.Previous.Instance is { } old)
        {
            await context.CreateTimer(TimeSpan.FromSeconds(begun.Previous.Desired ? begun.DrainSeconds : 0), CancellationToken.None);
            await _saga.Must(new RemoveInstance(old, begun.GraceSeconds));
        }

        await _saga.Must(new FinishCommand(input, null));
    }

    private static async Task<Failure?> TakeOver(FreshInstance fresh)
    {
        try
        {
            return await fresh.TakeOver(keepEvidence: true);
        }
        catch (TaskFailedException failure)
        {
            // Its retries are used up.
            return new("platform_outage", $"The step {failure.TaskName} failed again and again: {failure.FailureDetails.ErrorMessage}", "This is the platform's fault. Try again; if it stays, show the operator this operation.");
        }
    }
}
