using Microsoft.DurableTask;

namespace ClickDeploy.SelfHost.Durable;

/// <summary>Runs an orchestrator's body once through; called again with the same context type at each replay.</summary>
public delegate Task<object?> OrchestratorBody(TaskOrchestrationContext context);

/// <summary>Runs an activity: <paramref name="services"/> is a scope of its own, <paramref name="input"/> was read as the activity's input type.</summary>
public delegate Task<object?> ActivityBody(IServiceProvider services, TaskActivityContext context, object? input, CancellationToken cancellation);

public sealed record OrchestratorFunction(string Name, OrchestratorBody Body);

public sealed record ActivityFunction(string Name, Type InputType, ActivityBody Body);

/// <summary>The orchestrators and activities that discovery found. Names compare without case. Filled before the engine starts, then read only.</summary>
public sealed class DurableRegistry
{
    private readonly Dictionary<string, OrchestratorFunction> _orchestrators = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ActivityFunction> _activities = new(StringComparer.OrdinalIgnoreCase);

    internal IEnumerable<OrchestratorFunction> Orchestrators => _orchestrators.Values;

    internal IEnumerable<ActivityFunction> Activities => _activities.Values;

    public void Add(OrchestratorFunction orchestrator) => _orchestrators.Add(orchestrator.Name, orchestrator);

    public void Add(ActivityFunction activity) => _activities.Add(activity.Name, activity);

    public OrchestratorFunction? Orchestrator(string name) => _orchestrators.GetValueOrDefault(name);

    public ActivityFunction? Activity(string name) => _activities.GetValueOrDefault(name);
}
