using System.Collections.Concurrent;
using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.SelfHost.Durable.Replay;
using ClickDeploy.SelfHost.Durable.Rows;
using ClickDeploy.SelfHost.Durable.Traces;
using Microsoft.DurableTask;

namespace ClickDeploy.SelfHost.Durable.Hub;

/// <summary>An execution's first turn: it was run, and is committed together with the start.</summary>
/// <param name="Before">The row as the start alone would leave it.</param>
internal sealed record FirstTurn(InstanceState Before, StepPlan Plan);

/// <summary>Makes the bodies of a term's instances.</summary>
internal sealed class Bodies(Term term)
{
    private readonly ConcurrentDictionary<string, FirstTurn> _begun = new(StringComparer.Ordinal);

    public Orchestration New(string instance, InstanceRow row, HistoryStep first)
        => New(instance, row, first, what => term.TryPost(instance, new Message.Violated(row.Run, what)));

    public Orchestration New(string instance, InstanceRow row, HistoryStep first, Action<string> violated)
    {
        var started = first.Received.OfType<ExecutionStarted>().First();
        var start = new OrchestrationStart(
            row.Name,
            instance,
            row.Run,
            started.Input,
            row.Parent is { } parent ? new ParentOrchestrationInstance(parent.Name, parent.Instance) : null,
            started.Trace,
            started.Version,
            started.Tags);
        return new Orchestration(term.Registry.Orchestrator(row.Name), start, term.Options, term.Loggers, violated) { Spans = OrchestrationSpans.Of(start, first.At) };
    }

    /// <summary>Runs the first turn of an execution that is not in the store yet. Away from the caller, whose context must not go on in the body.</summary>
    public async Task<FirstTurn> Begin(string instance, InstanceRow row, HistoryStep first)
    {
        FirstTurn? turn = null;
        await term.Run(() =>
        {
            var live = New(instance, row, first);
            live.Replay(first);
            var state = new InstanceState(new StoredInstance(row, ""), live);
            turn = new FirstTurn(state, StepPlan.Make(state, new Intake(state), term.Clock.GetUtcNow())!);
            return Task.CompletedTask;
        });
        return _begun[instance] = turn!;
    }

    /// <summary>The instance is read from its rows, or the start failed: what was begun in memory may be behind by the time that it arrives.</summary>
    /// <returns>True when its start is under way.</returns>
    public bool Forget(string instance) => _begun.TryRemove(instance, out _);

    /// <returns>False when the instance was read meanwhile.</returns>
    public bool Take(string instance, FirstTurn turn) => _begun.TryRemove(KeyValuePair.Create(instance, turn));
}
