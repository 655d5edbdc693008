using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace DurableVectors;

public static class GenerationVectors
{
    /// <summary>Ten generations; only the last one's history remains, the id stays.</summary>
    [Function(nameof(ContinuesAsNew))]
    public static async Task<string> ContinuesAsNew([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        int n = context.GetInput<int>();
        context.SetCustomStatus($"generation {n}");
        int square = await context.CallActivityAsync<int>(nameof(Activities.Square), n);
        if (n < 10)
        {
            context.ContinueAsNew(n + 1);
            return "not the end";
        }

        return $"{n} squared is {square}";
    }

    /// <summary>Three events arrive in the first generation, which reads one; the next generation reads what was carried over (input: whether to carry).</summary>
    [Function(nameof(ContinuesWithEvents))]
    public static async Task<List<string>?> ContinuesWithEvents([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        string input = context.GetInput<string>()!;
        if (input is "keep" or "drop")
        {
            context.SetCustomStatus("first");
            await context.CallActivityAsync<string>(nameof(Activities.AtGate), context.InstanceId + ":first");
            string read = await context.WaitForExternalEvent<string>("Item");
            context.ContinueAsNew("read " + read, preserveUnprocessedEvents: input == "keep");
            return null;
        }

        var seen = new List<string> { input };
        for (int i = 0; i < 2; i++)
        {
            try
            {
                seen.Add(await context.WaitForExternalEvent<string>("Item", TimeSpan.FromSeconds(3)));
            }
            catch (TaskCanceledException)
            {
                seen.Add("nothing");
            }
        }

        return seen;
    }
}
