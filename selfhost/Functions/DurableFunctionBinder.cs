using System.Reflection;
using ClickDeploy.SelfHost.Durable;
using ClickDeploy.SelfHost.Settings;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.SelfHost.Functions;

/// <summary>Makes orchestrators and activities of methods with [OrchestrationTrigger] and [ActivityTrigger].</summary>
internal sealed class DurableFunctionBinder(HostJson host, FunctionPipeline pipeline, List<string> problems)
{
    public OrchestratorFunction? BindOrchestrator(FoundFunction found)
    {
        var parameters = found.Method.GetParameters();
        if (found.TriggerParameter.ParameterType != typeof(TaskOrchestrationContext))
        {
            problems.Add($"{found.Place}: the parameter '{found.TriggerParameter.Name}' with OrchestrationTrigger is a {found.TriggerParameter.ParameterType.Name}: make it a TaskOrchestrationContext.");
            return null;
        }

        if (!found.Method.IsStatic)
        {
            problems.Add($"{found.Place}: an orchestrator only decides and has no services: make the method static and leave the work to activities.");
            return null;
        }

        if (parameters.Length > 2)
        {
            problems.Add($"{found.Place}: an orchestrator takes its context and at most one input, this one has {parameters.Length} parameters: put what it needs into one record.");
            return null;
        }

        var call = new MethodCall(found.Method);
        var sources = parameters.Select(parameter => found.IsTrigger(parameter) ? static context => context : InputOf(parameter.ParameterType)).ToArray();
        return new OrchestratorFunction(found.Name, context => call.Invoke(null, Array.ConvertAll(sources, source => source(context))));
    }

    public ActivityFunction? BindActivity(FoundFunction found)
    {
        var before = problems.Count;
        var sources = found.Method.GetParameters().Select(parameter => found.IsTrigger(parameter) ? static invocation => invocation.Trigger : CommonSources.Require(found, parameter, problems)).ToArray();
        if (problems.Count > before)
        {
            return null;
        }

        var function = new Function(found, sources!);
        return new ActivityFunction(found.Name, found.TriggerParameter.ParameterType, (services, context, input, cancellation) => RunActivity(function, services, context.InstanceId, input, cancellation));
    }

    private async Task<object?> RunActivity(Function function, IServiceProvider services, string instance, object? input, CancellationToken cancellation)
    {
        using var scope = services.GetRequiredService<ILoggerFactory>().CreateLogger(function.Name).BeginScope(new Dictionary<string, object?> { ["operation_id"] = instance });
        using var limit = new FunctionLimit(host, services.GetRequiredService<TimeProvider>(), cancellation);
        var invocation = new Invocation(function, services, input, limit.Token);
        await pipeline.Run(invocation);
        return invocation.Result;
    }

    private static Func<TaskOrchestrationContext, object?> InputOf(Type type) =>
        typeof(DurableFunctionBinder).GetMethod(nameof(ReadInput), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(type)
            .CreateDelegate<Func<TaskOrchestrationContext, object?>>();

    private static object? ReadInput<T>(TaskOrchestrationContext context) => context.GetInput<T>();
}
