using Microsoft.DurableTask;

namespace ClickDeploy.SelfHost.Durable.Replay;

/// <summary>Repeats a call by policy (with durable timers between) or by handler (without). Runs inside the orchestrator: it replays like the orchestrator's own code, and without the turn's context (see <see cref="OrchestrationContext"/>).</summary>
internal static class Retries
{
    /// <param name="call">Gets which attempt it is, from 1.</param>
    public static Task<T> Run<T>(TaskOrchestrationContext context, TaskRetryOptions? retry, Func<int, Task<T>> call) => retry switch
    {
        { Policy: { } policy } => RunByPolicy(context, policy, call),
        { Handler: { } handler } => RunByHandler(context, handler, call),
        _ => call(1),
    };

    private static async Task<T> RunByPolicy<T>(TaskOrchestrationContext context, RetryPolicy policy, Func<int, Task<T>> call)
    {
        var first = context.CurrentUtcDateTime;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await call(attempt + 1).ConfigureAwait(false);
            }
            catch (TaskFailedException failure) when (attempt + 1 < policy.MaxNumberOfAttempts && policy.Handle(failure) && IsInTime(context, policy, first))
            {
            }

            await context.CreateTimer(context.CurrentUtcDateTime + Pause(context, policy, attempt), CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task<T> RunByHandler<T>(TaskOrchestrationContext context, AsyncRetryHandler handler, Func<int, Task<T>> call)
    {
        var first = context.CurrentUtcDateTime;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call(attempt).ConfigureAwait(false);
            }
            catch (TaskFailedException failure)
            {
                var seen = new RetryContext(context, attempt, failure.FailureDetails, context.CurrentUtcDateTime - first, CancellationToken.None);
                if (!await handler(seen).ConfigureAwait(false))
                {
                    throw;
                }
            }
        }
    }

    private static bool IsInTime(TaskOrchestrationContext context, RetryPolicy policy, DateTime first)
        => policy.RetryTimeout == Timeout.InfiniteTimeSpan || context.CurrentUtcDateTime - first < policy.RetryTimeout;

    private static TimeSpan Pause(TaskOrchestrationContext context, RetryPolicy policy, int attempt)
    {
        // No timer goes beyond the end of time.
        var end = DateTime.MaxValue - context.CurrentUtcDateTime;
        var longest = policy.MaxRetryInterval == Timeout.InfiniteTimeSpan || policy.MaxRetryInterval > end ? end : policy.MaxRetryInterval;
        var pause = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, attempt);
        return pause < longest.TotalMilliseconds ? TimeSpan.FromMilliseconds(pause) : longest;
    }
}
