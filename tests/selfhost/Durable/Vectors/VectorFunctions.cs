using System.Reflection;
using ClickDeploy.SelfHost.Durable;
using DurableVectors;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ClickDeploy.Tests.SelfHost.Durable.Vectors;

/// <summary>The recorded functions in a registry; counts the runs of each activity for each instance.</summary>
internal sealed class VectorFunctions
{
    private readonly Dictionary<string, SortedDictionary<string, int>> _runs = new(StringComparer.Ordinal);

    public DurableRegistry Registry()
    {
        var registry = new DurableRegistry();
        foreach (var method in typeof(Stage).Assembly.GetTypes().Where(type => type.Namespace == nameof(DurableVectors)).SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static)))
        {
            if (method.GetCustomAttribute<FunctionAttribute>() is not { } function)
            {
                continue;
            }

            if (method.GetParameters()[0].ParameterType == typeof(TaskOrchestrationContext))
            {
                registry.Add(new OrchestratorFunction(function.Name, context => Invoke(method, context)));
            }
            else
            {
                registry.Add(new ActivityFunction(function.Name, method.GetParameters()[0].ParameterType, (_, context, input, _) =>
                {
                    Count(context.InstanceId, function.Name);
                    return Invoke(method, input);
                }));
            }
        }

        return registry;
    }

    public IReadOnlyDictionary<string, int> Runs(string instance) => _runs.GetValueOrDefault(instance) ?? [];

    private void Count(string instance, string activity)
    {
        if (!_runs.TryGetValue(instance, out var runs))
        {
            _runs[instance] = runs = [];
        }

        runs[activity] = runs.GetValueOrDefault(activity) + 1;
    }

    private static async Task<object?> Invoke(MethodInfo method, object? argument)
    {
        var result = method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [argument], null);
        if (result is not Task task)
        {
            return result;
        }

        await task;
        return method.ReturnType.IsGenericType ? task.GetType().GetProperty("Result")!.GetValue(task) : null;
    }
}
