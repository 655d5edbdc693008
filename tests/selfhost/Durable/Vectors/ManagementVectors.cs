using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace DurableVectors;

public static class ManagementVectors
{
    /// <summary>Two gated activities and two events; the driver suspends, resumes, terminates in between.</summary>
    [Function(nameof(LongRun))]
    public static async Task<List<string>> LongRun([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var log = new List<string>();
        context.SetCustomStatus("one");
        log.Add(await context.CallActivityAsync<string>(nameof(Activities.AtGate), context.InstanceId + ":one"));
        context.SetCustomStatus("event");
        log.Add(await context.WaitForExternalEvent<string>("Go"));
        context.SetCustomStatus("two");
        log.Add(await context.CallActivityAsync<string>(nameof(Activities.AtGate), context.InstanceId + ":two"));
        return log;
    }

    /// <summary>Fails at its second step until the counter says otherwise; rewound, it repeats that step only.</summary>
    [Function(nameof(FailsUntilMended))]
    public static async Task<object> FailsUntilMended([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        string hello = await context.CallActivityAsync<string>(nameof(Activities.SayHello), "first");
        int n = await context.CallActivityAsync<int>(nameof(Activities.FailFirst), new FailPlan(context.InstanceId, 1));
        string bye = await context.CallActivityAsync<string>(nameof(Activities.SayHello), "last");
        return new { Hello = hello, Attempt = n, Bye = bye };
    }

    /// <summary>Returns its input; for start, restart, query and id vectors.</summary>
    [Function(nameof(Echo))]
    public static async Task<string?> Echo([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.CallActivityAsync(nameof(Activities.Nothing), "x");
        return context.GetInput<string?>();
    }
}
