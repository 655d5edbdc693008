using ClickDeploy.SelfHost.Durable;
using Microsoft.DurableTask;

namespace ClickDeploy.Tests.SelfHost.Durable;

/// <summary>Registers functions by lambda.</summary>
internal static class TestFunctions
{
    public static DurableRegistry Orchestrator(this DurableRegistry registry, string name, Func<TaskOrchestrationContext, Task<object?>> body)
    {
        registry.Add(new OrchestratorFunction(name, context => body(context)));
        return registry;
    }

    public static DurableRegistry Activity<T>(this DurableRegistry registry, string name, Func<T, Task<object?>> body)
    {
        registry.Add(new ActivityFunction(name, typeof(T), (_, _, input, _) => body((T)input!)));
        return registry;
    }

    /// <summary>An activity <c>Echo</c> that gives back its text, and an orchestrator <c>Five</c> that calls it five times.</summary>
    public static DurableRegistry Echoing() => new DurableRegistry()
        .Activity<string>("Echo", text => Task.FromResult<object?>(text))
        .Orchestrator("Five", async context =>
        {
            var all = "";
            for (var i = 0; i < 5; i++)
            {
                all += await context.CallActivityAsync<string>("Echo", $"{i}");
            }

            return all;
        });
}
