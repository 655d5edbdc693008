using ClickDeploy.SelfHost.Durable;
using Microsoft.DurableTask;

namespace ClickDeploy.Benchmarks.Durable;

/// <summary>What the engine is measured with: bodies that do nothing, so that what is left is the engine.</summary>
internal static class Orchestrations
{
    public const string Sequence = "Sequence";
    public const string FanOut = "FanOut";
    public const string Long = "Long";
    public const string Waiting = "Waiting";
    public const string Go = "Go";

    /// <param name="onStep">Called by <see cref="Long"/>'s activities with their number.</param>
    public static DurableRegistry Registry(Action<int>? onStep = null)
    {
        var registry = new DurableRegistry();
        registry.Add(new ActivityFunction("Nothing", typeof(string), static (_, _, _, _) => Task.FromResult<object?>(null)));
        registry.Add(new ActivityFunction("Tick", typeof(int), (_, _, input, _) =>
        {
            onStep?.Invoke((int)input!);
            return Task.FromResult<object?>(null);
        }));
        registry.Add(new OrchestratorFunction(Sequence, static async context =>
        {
            for (var i = 0; i < 5; i++)
            {
                await context.CallActivityAsync("Nothing", "x");
            }

            return null;
        }));
        registry.Add(new OrchestratorFunction(FanOut, static async context =>
        {
            await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => context.CallActivityAsync("Nothing", "x")).ToList());
            return null;
        }));
        registry.Add(new OrchestratorFunction(Long, static async context =>
        {
            var steps = context.GetInput<int>();
            for (var i = 0; i < steps; i++)
            {
                await context.CallActivityAsync("Tick", i);
            }

            return null;
        }));
        registry.Add(new OrchestratorFunction(Waiting, static async context => await context.WaitForExternalEvent<string>(Go)));
        return registry;
    }
}
