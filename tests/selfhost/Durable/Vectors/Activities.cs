using Microsoft.Azure.Functions.Worker;

namespace DurableVectors;

public static class Activities
{
    [Function(nameof(SayHello))]
    public static string SayHello([ActivityTrigger] string name) => $"Hello, {name}!";

    [Function(nameof(Square))]
    public static async Task<int> Square([ActivityTrigger] int n)
    {
        await Task.Yield();
        return n * n;
    }

    /// <summary>Waits at a gate that the driver opens, then returns the gate's last part (after the last ':').</summary>
    [Function(nameof(AtGate))]
    public static async Task<string> AtGate([ActivityTrigger] string gate)
    {
        await Stage.Passed(gate);
        return gate[(gate.LastIndexOf(':') + 1)..];
    }

    /// <summary>Fails the first <see cref="FailPlan.Failures"/> times, then returns how often it was called.</summary>
    [Function(nameof(FailFirst))]
    public static int FailFirst([ActivityTrigger] FailPlan plan)
    {
        int n = Stage.Count(plan.Key);
        return n <= plan.Failures ? throw new InvalidOperationException($"attempt {n} failed") : n;
    }

    [Function(nameof(Reserve))]
    public static string Reserve([ActivityTrigger] string sku) => sku switch
    {
        "gone" => throw new OutOfStockException(sku, new TimeoutException("The warehouse did not answer.", new ArgumentException("bad shelf", "shelf"))),
        "odd" => throw new ArgumentException("Odd sku.", nameof(sku)),
        _ => $"reserved {sku}",
    };

    [Function(nameof(Undo))]
    public static string Undo([ActivityTrigger] string what) => $"undone {what}";

    [Function(nameof(Nothing))]
    public static Task Nothing([ActivityTrigger] string? ignored) => Task.CompletedTask;

    [Function(nameof(NullText))]
    public static string? NullText([ActivityTrigger] string? ignored) => null;

    [Function(nameof(IsNull))]
    public static bool IsNull([ActivityTrigger] string? text) => text is null;

    [Function(nameof(SameOrder))]
    public static Order SameOrder([ActivityTrigger] Order order) => order;

    [Function(nameof(Sum))]
    public static int Sum([ActivityTrigger] int[] numbers) => numbers.Sum();

    [Function(nameof(Repeat))]
    public static string Repeat([ActivityTrigger] Point pattern) => string.Concat(Enumerable.Repeat((char)pattern.X, pattern.Y));

    [Function(nameof(Length))]
    public static int Length([ActivityTrigger] string text) => text.Length;
}
