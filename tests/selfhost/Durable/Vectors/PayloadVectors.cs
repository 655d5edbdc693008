using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace DurableVectors;

public static class PayloadVectors
{
    /// <summary>A record with every kind of member goes in, through an activity, and out; the JSON text is part of the vector.</summary>
    [Function(nameof(Payload))]
    public static async Task<Order> Payload([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        Order order = context.GetInput<Order>()!;
        Order same = await context.CallActivityAsync<Order>(nameof(Activities.SameOrder), order);
        return same with { Note = same.Note + " ✓ \"<&>' \u0001 \n 名 😀", Path = [.. same.Path, new Point(-1, 0)] };
    }

    /// <summary>100 kB in, 100 kB out of an activity, 200 kB as output.</summary>
    [Function(nameof(LargePayload))]
    public static async Task<string> LargePayload([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        string input = context.GetInput<string>()!;
        int seen = await context.CallActivityAsync<int>(nameof(Activities.Length), input);
        string made = await context.CallActivityAsync<string>(nameof(Activities.Repeat), new Point('m', 100_000));
        return seen == input.Length ? input + made : "length differs";
    }

    /// <summary>Returns nothing (Task) and sets nothing.</summary>
    [Function(nameof(NoResult))]
    public static async Task NoResult([OrchestrationTrigger] TaskOrchestrationContext context) => await context.CallActivityAsync(nameof(Activities.Nothing), "x");
}
