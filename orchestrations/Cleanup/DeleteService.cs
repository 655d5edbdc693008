using ClickDeploy.Orchestrations.Deployments;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Orchestrations.Services;
using ClickDeploy.Services;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ClickDeploy.Orchestrations.Cleanup;

/// <summary>What could not be removed, by step, with why; empty: all is gone.</summary>
public sealed record DeletionReport(IReadOnlyDictionary<string, string> Left);

/// <summary>
/// Removes a service that was marked as being deleted, with all that belongs to it. Its instance id is <c>delete-{service}</c>. It goes on past a
/// failure, tries what failed again for a day, and then reports what is left; the service's own row goes last and only when nothing is left.
/// </summary>
public static class DeleteService
{
    private const int Rounds = 100;
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromMinutes(15);

    [Function(nameof(DeleteService))]
    public static async Task<DeletionReport> Run([OrchestrationTrigger] TaskOrchestrationContext context, ServiceRef service)
    {
        foreach (var deployment in await context.CallActivityAsync<IReadOnlyList<string>>(nameof(ListUnfinished), new ListUnfinished(service), Retry.Forward))
        {
            context.SendEvent(deployment, DeployService.Cancel, "");
        }

        var turn = new ServiceTurn(context, service, OperationKind.Delete);
        await turn.Take(new TaskCompletionSource().Task);
        var left = await Remove(context, [new RemoveServing(service), new RemoveFiles(service), new RemoveRecords(service)]);
        if (left.Count == 0)
        {
            left = await Remove(context, [new RemoveServiceRow(service)]);
        }

        await turn.Release();
        await context.CallActivityAsync(nameof(RemoveServiceState), new RemoveServiceState(service), Retry.Forward);
        return new(left);
    }

    private static async Task<Dictionary<string, string>> Remove(TaskOrchestrationContext context, IReadOnlyList<IStep> steps)
    {
        for (var round = 1; ; round++)
        {
            var left = new Dictionary<string, string>();
            context.SetCustomStatus(null);
            foreach (var step in steps)
            {
                try
                {
                    await context.CallActivityAsync(step.GetType().Name, step, Retry.Outage);
                }
                catch (TaskFailedException failure)
                {
                    left[step.GetType().Name] = failure.FailureDetails.ErrorMessage;
                }
            }

            if (left.Count == 0 || round == Rounds)
            {
                return left;
            }

            steps = [.. steps.Where(step => left.ContainsKey(step.GetType().Name))];
            context.SetCustomStatus("Could not remove everything; tries again");
            await context.CreateTimer(BetweenRounds, CancellationToken.None);
        }
    }
}
