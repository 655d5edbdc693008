using System.Diagnostics;
using System.Text.Json;
using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.SelfHost.Durable.Json;
using ClickDeploy.SelfHost.Durable.Traces;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.SelfHost.Durable.Replay;

/// <summary>What an orchestration is before its first turn.</summary>
internal sealed record OrchestrationStart(string Name, string Instance, string Execution, string? Input, ParentOrchestrationInstance? Parent, string? Trace = null, string? Version = null, IReadOnlyDictionary<string, string>? Tags = null);

/// <summary>
/// One orchestrator's body in memory. It is fed with steps, recorded ones first, and says what the body decided. Never used by two threads at once.
/// </summary>
/// <param name="violated">Called from any thread, once at most for each cause, when the body awaits something that is not durable.</param>
internal sealed class Orchestration
{
    private readonly OrchestratorFunction? _function;
    private readonly DurableOptions _options;
    private readonly Action<string> _violated;
    private readonly TurnContext _turn;
    private readonly OrchestrationContext _context;
    private readonly Dictionary<int, OpenTask> _open = [];
    private readonly HashSet<int> _cancelled = [];
    private readonly SortedDictionary<int, Decision> _unrecorded = [];
    private readonly List<HistoryEvent> _early = [];
    private readonly HashSet<string> _messages = new(StringComparer.Ordinal);
    private readonly HashSet<int> _answeredEarly = [];
    private readonly List<EventRaised> _carried = [];
    private Task<object?>? _body;
    private (string? Input, bool Carries, string? NewVersion)? _next;
    private volatile string? _violation;
    private int _nextId;

    public Orchestration(OrchestratorFunction? function, OrchestrationStart start, DurableOptions options, ILoggerFactory loggers, Action<string> violated)
    {
        Start = start;
        _function = function;
        _options = options;
        _violated = violated;
        _turn = new TurnContext(Violate);
        _context = new OrchestrationContext(this, loggers);
    }

    public OrchestrationStart Start { get; }

    /// <summary>Null when nobody looks at traces.</summary>
    public OrchestrationSpans? Spans { get; init; }

    public EventWaits Events { get; } = new();

    public DateTime Now { get; private set; }

    public bool IsReplaying { get; private set; }

    public string? CustomStatus { get; private set; }

    public int NextId => _nextId;

    public bool IsStarted { get; private set; }

    /// <summary>What comes is put down, and the body does not run.</summary>
    public bool IsSuspended { get; private set; }

    /// <summary>Events of the generation before that are still to be received.</summary>
    public IReadOnlyList<EventRaised> Carried => _carried;

    /// <summary>The messages that were received, oldest first.</summary>
    public IEnumerable<string> Messages => _messages;

    /// <summary>How often this execution was rewound.</summary>
    public int Rewinds { get; private set; }

    /// <summary>Set when the body has ended; the instance ends when nothing is open any more, or at once.</summary>
    public BodyResult? Result { get; private set; }

    public bool HasOpenTasks => _open.Count > 0;

    public IEnumerable<OpenTask> OpenTasks => _open.Values;

    public IEnumerable<TimerCreated> Timers => Unanswered.OfType<TimerCreated>();

    /// <summary>Activities that are open and stand in the history.</summary>
    public IEnumerable<TaskScheduled> RecordedActivities
        => Unanswered.OfType<TaskScheduled>().Where(task => !_unrecorded.ContainsKey(task.Id));

    /// <summary>True while decisions of a replay wait to be recorded: the code was changed to do more.</summary>
    public bool HasNewDecisions => _unrecorded.Count > 0;

    public bool IsOpen(Answer answer) => _open.TryGetValue(answer.For, out var open) && open.Fits(answer) && !_answeredEarly.Contains(answer.For);

    /// <summary>Where the span of what runs for that decision belongs; null where traces are not recorded.</summary>
    public ActivityContext? PlaceOf(Decision decision) => Spans is { } spans && _open.TryGetValue(decision.Id, out var open) ? spans.PlaceOf(open) : null;

    private IEnumerable<Decision> Unanswered => _open.Values.Select(open => open.Decision).Where(decision => !_answeredEarly.Contains(decision.Id));

    public bool HasSeen(string message) => _messages.Contains(message);

    /// <summary>Goes through a step that is recorded, and compares what the body decides with what it decided then.</summary>
    public void Replay(HistoryStep step)
    {
        IsReplaying = true;
        Receive(step);
        foreach (var recorded in step.Decided.OfType<Decision>())
        {
            if (Result is { AtOnce: true })
            {
                return;
            }

            _unrecorded.Remove(recorded.Id, out var decided);
            if (Divergence.Find(recorded, decided, Result?.Failure) is { } divergence)
            {
                End(divergence);
            }
            else if (_open.TryGetValue(recorded.Id, out var open))
            {
                open.Decision = recorded;
            }
        }
    }

    /// <summary>Runs a new step.</summary>
    /// <returns>What the body decided, in the order of the ids.</returns>
    public IReadOnlyList<Decision> Run(HistoryStep step)
    {
        IsReplaying = false;
        Receive(step);
        Decision[] decided = [.. _unrecorded.Values];
        _unrecorded.Clear();
        return decided;
    }

    /// <summary>The body did something that no replay could repeat.</summary>
    public void FailForViolation(string what)
        => End(new InvalidOperationException(
            $"The orchestrator '{Start.Name}' awaited something that is not durable ({what}). An orchestrator may await only what its TaskOrchestrationContext gives: CreateTimer instead of Task.Delay, an activity for everything that reaches outside."));

    private void Receive(HistoryStep step)
    {
        foreach (var e in step.Received)
        {
            Note(e, step.Turn);
        }

        _early.AddRange(step.Received);
        if (!step.Turn)
        {
            return;
        }

        _answeredEarly.Clear();

        IsStarted = true;
        Now = DateTime.SpecifyKind(step.At, DateTimeKind.Utc);
        HistoryEvent[] received = [.. _early];
        _early.Clear();
        _turn.Enter(() => TakeTurn(received));
        if (_violation is { } violation && Result is null)
        {
            FailForViolation(violation);
        }
    }

    private void Note(HistoryEvent e, bool turn)
    {
        switch (e)
        {
            case ExecutionStarted started:
                _messages.UnionWith(started.Seen ?? []);
                _carried.AddRange(started.Carried ?? []);
                break;
            case EventRaised raised:
                _messages.Add(raised.Message);
                _carried.RemoveAll(carried => carried.Message == raised.Message);
                break;
            case ExecutionRewound rewound:
                _messages.Add(rewound.Message);
                _messages.UnionWith(rewound.Ends ?? []);
                Rewinds++;
                foreach (var task in rewound.Forgotten)
                {
                    if (_open.TryGetValue(task, out var again))
                    {
                        again.Round = Rewinds;
                    }
                }

                break;
            case ExecutionSuspended or ExecutionResumed:
                IsSuspended = e is ExecutionSuspended;
                break;
            case Answer answer when !turn:
                _answeredEarly.Add(answer.For);
                break;
        }
    }

    private void TakeTurn(HistoryEvent[] received)
    {
        try
        {
            foreach (var e in received)
            {
                Apply(e);
                if (Result is { AtOnce: true })
                {
                    return;
                }
            }
        }
        catch (Exception failure)
        {
            // Not the body's own exception (its task holds that): an event that cannot be read, or an exception out of an async void.
            End(failure);
            return;
        }

        if (_body is { IsCompleted: false } && Result is null && _open.Count == 0 && !Events.IsAnyOpen)
        {
            FailForViolation("nothing durable is open, and it still waits");
        }
    }

    private void Apply(HistoryEvent e)
    {
        switch (e)
        {
            case ExecutionStarted:
                Begin();
                break;
            case EventRaised raised when Events.Raise(raised) is { } hand:
                _turn.Complete(hand);
                break;
            case TimerFired fired when _cancelled.Contains(fired.For):
                break;
            case Answer answer:
                if (!_open.Remove(answer.For, out var open) || !open.Fits(answer))
                {
                    throw Divergence.Unscheduled(answer);
                }

                Spans?.Answered(open, answer);
                _turn.Complete(() => Settle(open, answer));
                break;
        }

        if (_body is { IsCompleted: true } && Result is null)
        {
            Finish(_body);
        }
    }

    private static void Settle(OpenTask open, Answer answer)
    {
        switch (answer)
        {
            case TaskCompleted completed:
                open.Source.TrySetResult(completed.Result);
                break;
            case ChildCompleted completed:
                open.Source.TrySetResult(completed.Result);
                break;
            case TimerFired:
                open.Source.TrySetResult(null);
                break;
            case TaskFailed failed:
                open.Source.TrySetException(new TaskFailedException(open.Name, answer.For, failed.Failure.ToDetails()));
                break;
            case ChildFailed failed:
                open.Source.TrySetException(new TaskFailedException(open.Name, answer.For, failed.Failure.ToDetails()));
                break;
        }
    }

    private void Begin()
    {
        if (_function is null)
        {
            End(new InvalidOperationException($"The function '{Start.Name}' doesn't exist, is disabled, or is not an orchestrator function."));
            return;
        }

        try
        {
            _body = _function.Body(_context);
        }
        catch (Exception thrown)
        {
            _body = Task.FromException<object?>(thrown);
        }

        _turn.RunReady();
        if (!_body.IsCompleted)
        {
            _body.ContinueWith(
                _ =>
                {
                    if (!_turn.IsMyThread)
                    {
                        Violate("its body went on, on another thread, until its end");
                    }
                },
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }

    private void Finish(Task<object?> body)
    {
        if (!body.IsCompletedSuccessfully)
        {
            Result = new BodyResult(null, Failure.From(Thrown(body)), AtOnce: false);
            return;
        }

        try
        {
            Result = _next is { } next
                ? new BodyResult(next.Input, null, AtOnce: false, next.Carries, next.NewVersion)
                : new BodyResult(Text(body.Result, "output"), null, AtOnce: false);
        }
        catch (Exception unwritable)
        {
            Result = new BodyResult(null, Failure.From(unwritable), AtOnce: false);
        }
    }

    // Of a body that threw an OperationCanceledException the task is cancelled, and holds it all the same.
    private static Exception Thrown(Task body)
    {
        try
        {
            body.GetAwaiter().GetResult();
            return new InvalidOperationException("The body did not fail.");
        }
        catch (Exception thrown)
        {
            return thrown;
        }
    }

    private void End(Exception failure) => Result = new BodyResult(null, Failure.From(failure), AtOnce: true);

    private void Violate(string what)
    {
        if (Interlocked.CompareExchange(ref _violation, what, null) is null)
        {
            _violated(what);
        }
    }

    // ---- what the context asks for ----

    /// <summary>Throws when a member of the context is called from a thread that is not the turn's.</summary>
    public void Guard()
    {
        if (!_turn.IsMyThread)
        {
            Violate("its context was used on another thread");
            throw new InvalidOperationException("The context of an orchestrator was used on another thread: something that is not durable was awaited before.");
        }
    }

    public Task<T> WaitFor<T>(string name, CancellationToken cancellation)
    {
        try
        {
            return Events.Open<T>(name, cancellation);
        }
        catch (JsonException unreadable)
        {
            End(unreadable);
            throw;
        }
    }

    public string? Text(object? value, string what)
    {
        var text = DurableJson.Write(value);
        return text is null || text.Length <= _options.MaxPayloadLength
            ? text
            : throw new InvalidOperationException($"The {what} has {text.Length} characters of JSON; at most {_options.MaxPayloadLength} are allowed. Pass an id and keep the data elsewhere.");
    }

    /// <summary>The version that is not given by who calls: a child has the host's, whatever its parent's is.</summary>
    public string? DefaultVersion => VersionText(_options.DefaultVersion);

    /// <summary>As it is stored: none is null.</summary>
    public static string? VersionText(string? version) => string.IsNullOrWhiteSpace(version) ? null : version;

    public void SetCustomStatus(string? text)
    {
        if (text?.Length > _options.MaxCustomStatusLength)
        {
            throw new InvalidOperationException($"The custom status has {text.Length} characters of JSON; at most {_options.MaxCustomStatusLength} are allowed.");
        }

        CustomStatus = text;
    }

    /// <summary>When the body has returned, another generation begins. One that throws fails all the same.</summary>
    public void Continue(string? input, bool carries, string? newVersion) => _next = (input, carries, newVersion);

    public void Send(string instance, string name, string? payload) => _unrecorded.Add(_nextId, new EventSent(_nextId++, instance, name, payload));

    public OpenTask Schedule(Func<int, Decision> decide, int attempt = 1)
    {
        if (_open.Count >= _options.MaxOpenTasks)
        {
            throw new InvalidOperationException($"{_open.Count} activities, timers and children are open; at most {_options.MaxOpenTasks} are allowed. Await some of them first.");
        }

        var open = new OpenTask(decide(_nextId)) { At = Now, Attempt = attempt, Round = Rewinds };
        _unrecorded.Add(_nextId, open.Decision);
        _open.Add(_nextId++, open);
        return open;
    }

    public void CancelTimer(OpenTask timer)
    {
        if (_open.Remove(timer.Decision.Id))
        {
            _cancelled.Add(timer.Decision.Id);
            timer.Source.TrySetCanceled(CancellationToken.None);
        }
    }
}
