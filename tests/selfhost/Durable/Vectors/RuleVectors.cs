using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace DurableVectors;

public static class RuleVectors
{
    /// <summary>Awaits something that is not durable (Task.Delay) between two activities.</summary>
    [Function(nameof(AwaitsNonDurable))]
    public static async Task<string> AwaitsNonDurable([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        string a = await context.CallActivityAsync<string>(nameof(Activities.SayHello), "a");
        await Task.Delay(50);
        return a + await context.CallActivityAsync<string>(nameof(Activities.SayHello), "b");
    }

    /// <summary>Code change while an activity runs: version 2 schedules another name, 3 schedules nothing before it waits, 4 a timer instead, 5 one more before, 6 one more after.</summary>
    [Function(nameof(Changes))]
    public static async Task<string> Changes([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        string gate = context.InstanceId + ":gate";
        switch (Stage.Deployment(context.InstanceId))
        {
            case 2:
                return await context.CallActivityAsync<string>(nameof(Activities.SayHello), "instead");
            case 3:
                return await context.WaitForExternalEvent<string>("Go");
            case 4:
                await context.CreateTimer(TimeSpan.FromSeconds(1), CancellationToken.None);
                return "timer";
            case 5:
                await context.CallActivityAsync<string>(nameof(Activities.AtGate), gate);
                return await context.CallActivityAsync<string>(nameof(Activities.SayHello), "one more");
            case 6:
                Task<string> extra = context.CallActivityAsync<string>(nameof(Activities.SayHello), "extra");
                await context.CallActivityAsync<string>(nameof(Activities.AtGate), gate);
                return await extra;
            case 7:
                return "no longer waits";
            case 8:
                return await context.CallActivityAsync<string>(nameof(Activities.AtGate).ToUpperInvariant(), gate);
            case 9:
                return await context.CallActivityAsync<string>(nameof(Activities.AtGate), gate + " with another input");
            default:
                return await context.CallActivityAsync<string>(nameof(Activities.AtGate), gate);
        }
    }
}
