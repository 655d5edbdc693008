using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace DurableVectors;

public static class StatusVectors
{
    /// <summary>Custom status: the last value of a turn is what is seen; null clears it; what was set last stays after the end.</summary>
    [Function(nameof(CustomStatus))]
    public static async Task<string> CustomStatus([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.SetCustomStatus("overwritten");
        context.SetCustomStatus(new { Phase = "one", Percent = 10 });
        await context.WaitForExternalEvent<string>("Next");
        context.SetCustomStatus("zwei ≠ two");
        await context.WaitForExternalEvent<string>("Next");
        context.SetCustomStatus(null);
        await context.WaitForExternalEvent<string>("Next");
        context.SetCustomStatus(new[] { 1, 2 });
        return "done";
    }

    /// <summary>A custom status of many thousand characters.</summary>
    [Function(nameof(LongCustomStatus))]
    public static async Task<int> LongCustomStatus([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        int n = context.GetInput<int>();
        context.SetCustomStatus(new string('s', n));
        await context.CallActivityAsync(nameof(Activities.Nothing), "x");
        return n;
    }

    /// <summary>NewGuid: distinct within a turn and across turns, the same on replay (the body adds each turn's first value to a counter), version 5.</summary>
    [Function(nameof(NewGuids))]
    public static async Task<object> NewGuids([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var ids = new List<Guid> { context.NewGuid(), context.NewGuid() };
        int firstSeen = Stage.Count($"{context.InstanceId}:{ids[0]}");
        await context.CallActivityAsync<string>(nameof(Activities.SayHello), "a");
        ids.Add(context.NewGuid());
        await context.CallActivityAsync<string>(nameof(Activities.SayHello), "b");
        ids.Add(context.NewGuid());
        return new { Distinct = ids.Distinct().Count(), SameOnEveryPass = firstSeen >= 3, Versions = ids.Select(g => g.ToString()[14]).ToArray(), Variants = ids.All(g => "89ab".Contains(g.ToString()[19])) };
    }

    /// <summary>IsReplaying and the replay-safe logger: each line once, although the body ran several times.</summary>
    [Function(nameof(Replays))]
    public static async Task<List<bool>> Replays([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ILogger log = context.CreateReplaySafeLogger("Vectors");
        var replaying = new List<bool> { context.IsReplaying };
        for (int i = 0; i < 3; i++)
        {
            Stage.Count($"{context.InstanceId}:passes before {i}");
            if (!context.IsReplaying)
            {
                Stage.Count($"{context.InstanceId}:live before {i}");
            }

            log.LogInformation("{Instance} before {Step}", context.InstanceId, i);
            await context.CallActivityAsync<string>(nameof(Activities.SayHello), $"{i}");
            replaying.Add(context.IsReplaying);
        }

        return replaying;
    }
}
