using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.SelfHost.Durable.Json;
using ClickDeploy.SelfHost.Durable.Rows;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.SelfHost.Durable.Replay;

/// <summary>What an orchestrator's body gets: every member is answered from history or becomes a decision.</summary>
/// <remarks>Awaits in here go on without the turn's context, so that the tasks given out complete without one too: see <see cref="TurnContext.Complete"/>.</remarks>
internal sealed class OrchestrationContext(Orchestration orchestration, ILoggerFactory loggers) : TaskOrchestrationContext
{
    private int _guids;

    public override TaskName Name => orchestration.Start.Name;

    public override string InstanceId => orchestration.Start.Instance;

    public override ParentOrchestrationInstance? Parent => orchestration.Start.Parent;

    public override DateTime CurrentUtcDateTime => orchestration.Now;

    public override bool IsReplaying => orchestration.IsReplaying;

    public override string Version => orchestration.Start.Version ?? string.Empty;

    protected override ILoggerFactory LoggerFactory => loggers;

    public override T? GetInput<T>()
        where T : default
        => DurableJson.Read<T>(orchestration.Start.Input);

    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        orchestration.Guard();
        if (input is TaskOptions && options is null)
        {
            throw new ArgumentException($"The activity '{name}' was given its options as input. Pass them as options.", nameof(input));
        }

        var text = orchestration.Payloads.Text(input, $"input of activity '{name}'");
        var version = options?.Version is { } asked ? Orchestration.VersionText(asked.Version) : orchestration.Start.Version;
        var tags = Tags.Of(options?.Tags);
        return await Retries.Run(this, options?.Retry, async attempt =>
            DurableJson.Read<TResult>(await orchestration.Schedule(id => new TaskScheduled(id, name.Name, text, version, tags), attempt).Source.Task.ConfigureAwait(false))!).ConfigureAwait(false);
    }

    public override async Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        orchestration.Guard();
        var text = orchestration.Payloads.Text(input, $"input of orchestrator '{orchestratorName}'");
        var version = options?.Version is { } asked ? Orchestration.VersionText(asked.Version) : orchestration.DefaultVersion;
        var tags = Tags.Of(options?.Tags, orchestration.Start.Tags);
        var chosen = (options as SubOrchestrationOptions)?.InstanceId;
        if (chosen is not null)
        {
            Rows.InstanceId.Check(chosen);
        }

        return await Retries.Run(this, options?.Retry, async attempt =>
        {
            var child = chosen ?? NewGuid().ToString("N");
            return DurableJson.Read<TResult>(await orchestration.Schedule(id => new ChildCreated(id, orchestratorName.Name, child, text, version, tags), attempt).Source.Task.ConfigureAwait(false))!;
        }).ConfigureAwait(false);
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        orchestration.Guard();
        var utc = fireAt.Kind == DateTimeKind.Local ? fireAt.ToUniversalTime() : DateTime.SpecifyKind(fireAt, DateTimeKind.Utc);
        var timer = orchestration.Schedule(id => new TimerCreated(id, utc));
        if (cancellationToken.CanBeCanceled)
        {
            cancellationToken.Register(() =>
            {
                orchestration.Guard();
                orchestration.Decisions.CancelTimer(timer);
            });
        }

        return timer.Source.Task;
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        orchestration.Guard();
        return orchestration.WaitFor<T>(eventName, cancellationToken);
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        orchestration.Guard();
        Rows.InstanceId.Check(instanceId);
        orchestration.Decisions.Send(instanceId, eventName, orchestration.Payloads.Text(payload, $"event '{eventName}'"));
    }

    public override void SetCustomStatus(object? customStatus)
    {
        orchestration.Guard();
        orchestration.SetCustomStatus(customStatus);
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
        => ContinueAsNew(new ContinueAsNewOptions { NewInput = newInput, PreserveUnprocessedEvents = preserveUnprocessedEvents });

    public override void ContinueAsNew(ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        orchestration.Guard();
        orchestration.Continue(orchestration.Payloads.Text(options.NewInput, "input of the next generation"), options.PreserveUnprocessedEvents, Orchestration.VersionText(options.NewVersion));
    }

    public override Guid NewGuid()
    {
        orchestration.Guard();
        return DurableGuid.New(InstanceId, CurrentUtcDateTime, _guids++);
    }
}
