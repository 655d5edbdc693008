using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace DurableVectors;

public static class ActivityVectors
{
    /// <summary>Three activities, one after the other.</summary>
    [Function(nameof(Sequence))]
    public static async Task<List<string>> Sequence([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var said = new List<string>();
        foreach (string city in new[] { "Oslo", "Lima", "Pune" })
        {
            said.Add(await context.CallActivityAsync<string>(nameof(Activities.SayHello), city));
        }

        return said;
    }

    /// <summary>Fifty at once; Task.WhenAll gives the results in the order of the calls.</summary>
    [Function(nameof(FanOutFanIn))]
    public static async Task<int[]> FanOutFanIn([OrchestrationTrigger] TaskOrchestrationContext context)
        => await Task.WhenAll(Enumerable.Range(1, context.GetInput<int>()).Select(n => context.CallActivityAsync<int>(nameof(Activities.Square), n)));

    /// <summary>A failing Task.WhenAll that nothing catches: what the instance's failure is.</summary>
    [Function(nameof(FanOutUncaught))]
    public static async Task<string[]> FanOutUncaught([OrchestrationTrigger] TaskOrchestrationContext context)
        => await Task.WhenAll(new[] { "a", "gone", "odd" }.Select(s => context.CallActivityAsync<string>(nameof(Activities.Reserve), s)));

    /// <summary>An activity that returns null, one that returns nothing, one that is given null.</summary>
    [Function(nameof(NullsAndVoid))]
    public static async Task<object> NullsAndVoid([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        string? text = await context.CallActivityAsync<string?>(nameof(Activities.NullText), "x");
        await context.CallActivityAsync(nameof(Activities.Nothing));
        bool sawNull = await context.CallActivityAsync<bool>(nameof(Activities.IsNull));
        string? input = context.GetInput<string?>();
        return new { TextIsNull = text is null, SawNull = sawNull, InputIsNull = input is null };
    }

    /// <summary>Schedules an activity and a child, awaits neither, returns: both run, and the instance is Completed only when both have ended.</summary>
    [Function(nameof(NotAwaited))]
    public static Task<string> NotAwaited([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        _ = context.CallActivityAsync<string>(nameof(Activities.AtGate), context.InstanceId + ":open");
        _ = context.CallSubOrchestratorAsync<string>(nameof(ChildVectors.Child), "stray", new SubOrchestrationOptions { InstanceId = context.InstanceId + ":stray" });
        return Task.FromResult("returned at once");
    }

    /// <summary>A timer of eight seconds is open when the orchestrator returns: the instance stays Running until it has fired. (That is why open timers are cancelled.)</summary>
    [Function(nameof(TimerLeftOpen))]
    public static async Task<string> TimerLeftOpen([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        _ = context.CreateTimer(TimeSpan.FromSeconds(8), CancellationToken.None);
        return await context.CallActivityAsync<string>(nameof(Activities.SayHello), "you");
    }
}
