using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.SelfHost.Durable.Replay;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.SelfHost.Durable.Traces;

/// <summary>
/// The spans of one execution. Each is made when the step that ends it is committed, and never by a replay. Its id comes from the history, so that a child in another process
/// names it before it is there, and a span that is handed out once more after a crash is the same one.
/// </summary>
internal sealed class OrchestrationSpans
{
    private readonly OrchestrationStart _start;
    private readonly ActivityContext _parent;
    private readonly DateTime _began;
    private readonly List<(OpenTask Task, Answer Answer)> _answered = [];
    private readonly List<(EventWait Wait, bool Received)> _waited = [];
    private readonly HashSet<EventWait> _waiting = [];
    private int _waits;
    private int _lastTurn = -1;
    private int _replayed;

    private OrchestrationSpans(OrchestrationStart start, ActivityContext parent, DateTime began) => (_start, _parent, _began) = (start, parent, began);

    /// <returns>Null when nobody listens, or when the start was not recorded.</returns>
    public static OrchestrationSpans? Of(OrchestrationStart start, DateTime began) =>
        DurableTrace.IsOn && start.Trace is { } trace && ActivityContext.TryParse(trace, null, isRemote: true, out var parent) ? new(start, parent, began) : null;

    /// <summary>What runs for that task belongs under this.</summary>
    public ActivityContext PlaceOf(OpenTask task) => Place(IdOf(task));

    public void Answered(OpenTask task, Answer answer) => _answered.Add((task, answer));

    /// <summary>The body waits for an event.</summary>
    /// <returns>To be told once whether it came; false: the wait was given up.</returns>
    public Action<bool> Waits(string name, DateTime at)
    {
        var wait = new EventWait(_waits++, name, at);
        _waiting.Add(wait);
        return received =>
        {
            _waiting.Remove(wait);
            _waited.Add((wait, received));
        };
    }

    /// <summary>A recorded step was gone through. <paramref name="again"/>: its spans may be lost with the process that made it, and are handed out once more.</summary>
    public void Replayed(int n, HistoryStep step, int rewinds, bool again)
    {
        var before = _replayed;
        if (again)
        {
            _replayed = 0;
            Committed(n, step, rewinds, step.At, step.At);
        }

        _answered.Clear();
        _waited.Clear();
        _lastTurn = step.Turn ? n : _lastTurn;
        _replayed = before + step.Received.Count + step.Decided.Count;
    }

    public void Committed(int n, HistoryStep step, int rewinds, DateTime began, DateTime ended)
    {
        foreach (var (task, answer) in _answered)
        {
            DurableTrace.Record(SpanOf(task, answer, step.At));
        }

        _answered.Clear();
        var completed = step.Decided.OfType<ExecutionCompleted>().FirstOrDefault();
        // An end gives up what is still waited for. A rewind goes on with it: that is another span.
        foreach (var (wait, received) in completed is null ? _waited : [.. _waited, .. _waiting.Select(wait => (wait, false))])
        {
            DurableTrace.Record(SpanOf(wait, received, rewinds, step.At));
        }

        _waited.Clear();
        foreach (var sent in step.Decided.OfType<EventSent>())
        {
            DurableTrace.Record(new(
                Id($"event:{sent.Id}"), $"orchestration_event:{sent.Name}", ActivityKind.Producer, Own(rewinds), step.At, step.At,
                [new("durabletask.type", "event"), new("durabletask.event.name", sent.Name), new("durabletask.event.target_instance_id", sent.Instance)]));
        }

        if (step.Turn)
        {
            DurableTrace.Record(Turn(n, step, rewinds, began, ended));
            (_lastTurn, _replayed) = (n, 0);
        }

        if (completed is not null)
        {
            DurableTrace.Record(new(
                IdOf(rewinds), $"orchestration:{_start.Name}", ActivityKind.Server, _parent, _began, step.At,
                [.. Tags("orchestration", _start.Name), new("durabletask.task.execution_id", _start.Execution), new("durabletask.task.status", completed.Status.ToString())],
                completed.Failure?.Type ?? (completed.Status == OrchestrationRuntimeStatus.Terminated ? "terminated" : null)));
        }
    }

    private SpanRecord Turn(int n, HistoryStep step, int rewinds, DateTime began, DateTime ended) => new(
        IdOfTurn(n), $"orchestration:{_start.Name}:step", ActivityKind.Internal, Own(rewinds), began, ended,
        [
            .. Tags("orchestration", _start.Name),
            new("clickdeploy.step.number", n),
            new("clickdeploy.step.received", step.Received.Count),
            new("clickdeploy.step.decided", step.Decided.Count),
            new("clickdeploy.step.replayed", _replayed),
        ],
        Links: _lastTurn < 0 ? null : [new ActivityLink(Place(IdOfTurn(_lastTurn)))]);

    private SpanRecord SpanOf(OpenTask task, Answer answer, DateTime at)
    {
        var (name, kind, tags) = task.Decision switch
        {
            TaskScheduled activity => ($"activity:{activity.Name}", ActivityKind.Client, Tags("activity", activity.Name)),
            ChildCreated child => ($"orchestration:{child.Name}", ActivityKind.Client, [.. Tags("orchestration", child.Name), new("clickdeploy.child.instance_id", child.Instance)]),
            TimerCreated timer => ($"orchestration:{_start.Name}:timer", ActivityKind.Internal, [.. Tags("timer", _start.Name), new("durabletask.fire_at", timer.FireAt.ToString("O", CultureInfo.InvariantCulture))]),
            var other => throw new InvalidOperationException($"A {other.GetType().Name} has no answer."),
        };
        var failure = answer switch
        {
            TaskFailed failed => failed.Failure,
            ChildFailed failed => failed.Failure,
            _ => null,
        };
        return new(IdOf(task), name, kind, Own(task.Round), task.At, at, [.. tags, new("durabletask.task.task_id", task.Decision.Id), new("clickdeploy.attempt", task.Attempt)], failure?.Type);
    }

    // As the sender's, of the other kind: what they call one message.
    private SpanRecord SpanOf(EventWait wait, bool received, int rewinds, DateTime at) => new(
        Id($"wait:{rewinds}:{wait.Number}"), $"orchestration_event:{wait.Name}", ActivityKind.Consumer, Own(rewinds), wait.At, at,
        [.. Tags("event", _start.Name), new("durabletask.event.name", wait.Name), new("clickdeploy.event.received", received)]);

    private KeyValuePair<string, object?>[] Tags(string type, string name) => DurableTrace.Tags(type, name, _start.Instance);

    private ActivityContext Own(int rewinds) => Place(IdOf(rewinds));

    private ActivityContext Place(ActivitySpanId id) => new(_parent.TraceId, id, _parent.TraceFlags, isRemote: true);

    // An execution that was rewound has another end, and a task that was forgotten another run.
    private ActivitySpanId IdOf(int rewinds) => Id($"{rewinds}");

    private ActivitySpanId IdOf(OpenTask task) => Id($"{task.Round}:{task.Decision.Id}");

    private ActivitySpanId IdOfTurn(int n) => Id($"step:{n}");

    private ActivitySpanId Id(string what)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{_start.Execution}|{what}"));
        return ActivitySpanId.CreateFromBytes(hash.AsSpan(0, 8));
    }
}
