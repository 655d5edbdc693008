using ClickDeploy.SelfHost.Durable;
using ClickDeploy.SelfHost.Http;
using ClickDeploy.SelfHost.Queues;
using ClickDeploy.SelfHost.Settings;
using ClickDeploy.SelfHost.Timers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace ClickDeploy.SelfHost.Functions;

/// <summary>All functions of the application, ready to be invoked.</summary>
internal sealed class ApplicationFunctions
{
    public required IReadOnlyList<FoundFunction> Found { get; init; }

    public required IReadOnlyList<HttpFunction> Http { get; init; }

    public required IReadOnlyList<TimerFunction> Timers { get; init; }

    public required IReadOnlyList<QueueFunction> Queues { get; init; }

    public required DurableRegistry Durable { get; init; }

    /// <summary>Whether anything here needs the durable engine.</summary>
    public bool UseDurable => Found.Any(function => function.Trigger is OrchestrationTriggerAttribute or ActivityTriggerAttribute
        || function.Method.GetParameters().Any(parameter => parameter.IsDefined(typeof(DurableClientAttribute), inherit: false)));

    public static ApplicationFunctions Bind(
        IReadOnlyList<FoundFunction> found, HostJson host, IConfiguration configuration, FunctionPipeline pipeline, List<string> problems)
    {
        var requests = Bound<HttpTriggerAttribute, HttpFunction>(found, new HttpFunctionBinder(host.RoutePrefix, problems).Bind);
        RouteCollisions.Refuse(requests, problems);
        var timers = Bound<TimerTriggerAttribute, TimerFunction>(found, new TimerFunctionBinder(configuration, problems).Bind);
        var queues = Bound<QueueTriggerAttribute, QueueFunction>(found, new QueueFunctionBinder(problems).Bind);
        return new ApplicationFunctions { Found = found, Http = requests, Timers = timers, Queues = queues, Durable = Registry(found, new DurableFunctionBinder(host, pipeline, problems)) };
    }

    private static DurableRegistry Registry(IReadOnlyList<FoundFunction> found, DurableFunctionBinder binder)
    {
        var registry = new DurableRegistry();
        // Two functions of one name have been reported: the first stands for both until the start is refused.
        var unique = found.DistinctBy(function => function.Name, StringComparer.OrdinalIgnoreCase).ToList();
        Bound<OrchestrationTriggerAttribute, OrchestratorFunction>(unique, binder.BindOrchestrator).ForEach(registry.Add);
        Bound<ActivityTriggerAttribute, ActivityFunction>(unique, binder.BindActivity).ForEach(registry.Add);
        return registry;
    }

    private static List<TFunction> Bound<TTrigger, TFunction>(IReadOnlyList<FoundFunction> found, Func<FoundFunction, TFunction?> bind)
        where TFunction : class =>
        [.. found.Where(function => function.Trigger is TTrigger).Select(bind).OfType<TFunction>()];
}
