using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace DurableVectors;

public static class FailureVectors
{
    /// <summary>What an orchestrator sees of an activity's exception with two inner ones, and what IsCausedBy says.</summary>
    [Function(nameof(ActivityFails))]
    public static async Task<object> ActivityFails([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.CallActivityAsync<string>(nameof(Activities.SayHello), "first");
        try
        {
            return await context.CallActivityAsync<string>(nameof(Activities.Reserve), "gone");
        }
        catch (TaskFailedException e)
        {
            TaskFailureDetails f = e.FailureDetails;
            return new
            {
                e.Message,
                e.TaskName,
                e.TaskId,
                Seen = DurableVectors.Seen.Of(f),
                Innermost = f.InnerFailure?.InnerFailure?.ErrorType,
                HasStack = f.StackTrace is { Length: > 0 },
                CausedByOutOfStock = f.IsCausedBy<OutOfStockException>(),
                CausedByException = f.IsCausedBy<Exception>(),
                CausedByInner = f.IsCausedBy<TimeoutException>(),
                InnerCausedByTimeout = f.InnerFailure?.IsCausedBy<TimeoutException>(),
                InnerExceptionIsOriginal = e.InnerException is OutOfStockException,
            };
        }
    }

    /// <summary>An activity's failure that nothing catches fails the instance.</summary>
    [Function(nameof(ActivityFailsUncaught))]
    public static async Task<string> ActivityFailsUncaught([OrchestrationTrigger] TaskOrchestrationContext context)
        => await context.CallActivityAsync<string>(nameof(Activities.Reserve), "gone");

    /// <summary>The orchestrator's own exception, with an inner one, after an activity.</summary>
    [Function(nameof(OrchestratorFails))]
    public static async Task<string> OrchestratorFails([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.SetCustomStatus(new { Step = 1 });
        await context.CallActivityAsync<string>(nameof(Activities.SayHello), "before");
        throw new OutOfStockException("tin", new FormatException("not a tin"));
    }

    /// <summary>The orchestrator throws before it awaits anything.</summary>
    [Function(nameof(OrchestratorFailsAtOnce))]
    public static Task<string> OrchestratorFailsAtOnce([OrchestrationTrigger] TaskOrchestrationContext context)
        => throw new NotSupportedException($"Input was {context.GetInput<int>()}.");

    /// <summary>Saga: the third step fails, what was done is undone in reverse order inside the catch, and the orchestrator goes on.</summary>
    [Function(nameof(Compensates))]
    public static async Task<List<string>> Compensates([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var log = new List<string>();
        var done = new Stack<string>();
        try
        {
            foreach (string sku in new[] { "nut", "bolt", "gone", "never" })
            {
                log.Add(await context.CallActivityAsync<string>(nameof(Activities.Reserve), sku));
                done.Push(sku);
            }
        }
        catch (TaskFailedException e) when (e.FailureDetails.IsCausedBy<OutOfStockException>())
        {
            while (done.TryPop(out string? sku))
            {
                log.Add(await context.CallActivityAsync<string>(nameof(Activities.Undo), sku));
            }
        }

        log.Add(await context.CallActivityAsync<string>(nameof(Activities.SayHello), "again"));
        return log;
    }

    /// <summary>Fails twice, three attempts allowed: the third succeeds. Two timers lie between.</summary>
    [Function(nameof(RetrySucceeds))]
    public static async Task<int> RetrySucceeds([OrchestrationTrigger] TaskOrchestrationContext context)
        => await context.CallActivityAsync<int>(nameof(Activities.FailFirst), new FailPlan(context.InstanceId, 2),
            TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromMilliseconds(200))));

    /// <summary>Every attempt fails: the failure that reaches the orchestrator is that of the last attempt.</summary>
    [Function(nameof(RetryExhausted))]
    public static async Task<object> RetryExhausted([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        try
        {
            return await context.CallActivityAsync<int>(nameof(Activities.FailFirst), new FailPlan(context.InstanceId, 99),
                TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromMilliseconds(200))));
        }
        catch (TaskFailedException e)
        {
            return new { e.Message, e.TaskId, Seen = DurableVectors.Seen.Of(e.FailureDetails) };
        }
    }

    /// <summary>Pauses of 2, 4, then 6 s (not 8: the maximum interval caps it) between four attempts.</summary>
    [Function(nameof(RetryBackoff))]
    public static async Task<int> RetryBackoff([OrchestrationTrigger] TaskOrchestrationContext context)
        => await context.CallActivityAsync<int>(nameof(Activities.FailFirst), new FailPlan(context.InstanceId, 3),
            TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromSeconds(2), 2.0, TimeSpan.FromSeconds(6))));

    /// <summary>HandleFailure says no: one attempt only.</summary>
    [Function(nameof(RetryNotHandled))]
    public static async Task<object> RetryNotHandled([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var policy = new RetryPolicy(5, TimeSpan.FromMilliseconds(200)) { HandleFailure = f => !f.IsCausedBy<ArgumentException>() };
        try
        {
            return await context.CallActivityAsync<string>(nameof(Activities.Reserve), "odd", TaskOptions.FromRetryPolicy(policy));
        }
        catch (TaskFailedException e)
        {
            return DurableVectors.Seen.Of(e.FailureDetails);
        }
    }

    /// <summary>An activity that no one registered: the call fails and can be caught.</summary>
    [Function(nameof(ActivityUnknown))]
    public static async Task<object> ActivityUnknown([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        try
        {
            return await context.CallActivityAsync<string>("NoSuchActivity", "x");
        }
        catch (TaskFailedException e)
        {
            return new { e.TaskName, e.TaskId, Seen = DurableVectors.Seen.Of(e.FailureDetails) };
        }
    }
}
