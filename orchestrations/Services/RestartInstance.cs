using ClickDeploy.Orchestrations.Deployments;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Services;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ClickDeploy.Orchestrations.Services;

/// <summary>Its instance id is <c>restart-{dead instance}</c>: a dead instance is replaced once.</summary>
/// <param name="Sick">It runs, and does not answer since about then; it may recover, and be sick again later.</param>
public sealed record RestartInstanceInput(ServiceRef Service, Guid Dead, DateTime? Sick = null)
{
    public string OperationId => Sick is { } since ? $"restart-{Dead:D}-{new DateTimeOffset(since, TimeSpan.Zero).ToUnixTimeSeconds()}" : $"restart-{Dead:D}";
}

/// <summary>Something is to run and has ended: starts the same release again with back-off, until it runs, is not wanted any more, or loops.</summary>
public static class RestartInstance
{
    [Function(nameof(RestartInstance))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context, RestartInstanceInput input)
    {
        var turn = new ServiceTurn(context, input.Service, OperationKind.Restart);
        var never = new TaskCompletionSource().Task;
        TimeSpan? pause = TimeSpan.Zero;
        while (pause is { } before)
        {
            if (before > TimeSpan.Zero)
            {
                // Without holding the service: a deployment may be what mends it.
                await context.CreateTimer(before, CancellationToken.None);
            }

            if (await turn.Take(never) != ClaimOutcome.Claimed)
            {
                return;
            }

            pause = await Try(context, input);
            await turn.Release();
        }
    }

    /// <summary>How long to wait before the next try; null: there is none.</summary>
    private static async Task<TimeSpan?> Try(TaskOrchestrationContext context, RestartInstanceInput input)
    {
        var saga = new Saga.Saga(context);
        var fresh = context.NewGuid();
        var decided = await saga.Must(new DecideRestart(input.Service, input.Dead, context.CurrentUtcDateTime, input.Sick is not null, context.InstanceId));
        if (decided.Deployment is not { } deployment)
        {
            return null;
        }

        try
        {
            if (await new FreshInstance(context, saga, deployment, fresh, decided.Previous!, decided.HealthSeconds).TakeOver(keepEvidence: false) is null)
            {
                saga.Commit();
                await saga.Must(new RemoveInstance(input.Dead));
                return null;
            }
        }
        catch (TaskFailedException)
        {
            // An outage; the next try comes after the pause.
        }

        await saga.Unwind();
        return decided.NextTry;
    }
}
