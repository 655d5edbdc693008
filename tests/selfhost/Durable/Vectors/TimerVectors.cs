using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace DurableVectors;

public static class TimerVectors
{
    /// <summary>Timeout pattern: the activity is too slow, the timer wins; the result stands, but the instance is Completed only when the late activity has ended.</summary>
    [Function(nameof(TimeoutTimerWins))]
    public static async Task<string> TimeoutTimerWins([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        using var cts = new CancellationTokenSource();
        Task<string> work = context.CallActivityAsync<string>(nameof(Activities.AtGate), context.InstanceId + ":slow");
        Task timer = context.CreateTimer(TimeSpan.FromSeconds(3), cts.Token);
        return await Task.WhenAny(work, timer) == timer ? "timed out" : await work;
    }

    /// <summary>A delay of zero and a time in the past fire at once, in the order of their creation, each as a real timer in the history.</summary>
    [Function(nameof(TimersDue))]
    public static async Task<object> TimersDue([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        DateTime start = context.CurrentUtcDateTime;
        await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
        DateTime second = context.CurrentUtcDateTime;
        await context.CreateTimer(start.AddHours(-1), CancellationToken.None);
        return new { MovedOn = second > start, Quick = context.CurrentUtcDateTime - start < TimeSpan.FromMinutes(1) };
    }
}
