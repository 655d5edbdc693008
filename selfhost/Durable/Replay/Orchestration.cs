using System.Diagnostics;
using System.Text.Json;
using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.SelfHost.Durable.Traces;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.SelfHost.Durable.Replay;

/// <summary>
/// One orchestrator's body in memory. It is fed with steps, recorded ones first, and says what the body decided. Never used by two threads at once.
/// </summary>
internal sealed class Orchestration
{
    private readonly OrchestratorFunction? _function;
    private readonly DurableOptions _options;
    private readonly TurnContext _turn;
    private readonly Body _body;
    private readonly OrchestrationContext _context;
    private readonly List<HistoryEvent> _early = [];

    /// <param name="violated">Called from any thread, once at most, when the body awaits something that is not durable.</param>
    public Orchestration(OrchestratorFunction? function, OrchestrationStart start, DurableOptions options, ILoggerFactory loggers, Action<string> violated)
    {
        Start = start;
        _function = function;
        _options = options;
        _turn = new TurnContext(violated);
        Payloads = new Payloads(options);
        Decisions = new Decisions(options.MaxOpenTasks);
        _body = new Body(_turn, Payloads);
        _context = new OrchestrationContext(this, loggers);
    }

    public OrchestrationStart Start { get; }

    /// <summary>Null when nobody looks at traces.</summary>
    public OrchestrationSpans? Spans { get; init; }

    public Decisions Decisions { get; }

    public EventWaits Events { get; } = new();

    public Notes Notes { get; } = new();

    public Payloads Payloads { get; }

    public DateTime Now { get; private set; }

    public bool IsReplaying { get; private set; }

    public bool IsStarted { get; private set; }

    public string? CustomStatus { get; private set; }

    /// <summary>Set when the body has ended; the instance ends when nothing is open any more, or at once.</summary>
    public BodyResult? Result { get; private set; }

    /// <summary>Where the span of what runs for that decision belongs; null where traces are not recorded.</summary>
    public ActivityContext? PlaceOf(Decision decision) => Spans is { } spans && Decisions.Find(decision.Id) is { } open ? spans.PlaceOf(open) : null;

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

            if (Decisions.Record(recorded, Result?.Failure) is { } divergence)
            {
                End(divergence);
            }
        }
    }

    /// <summary>Runs a new step.</summary>
    /// <returns>What the body decided, in the order of the ids.</returns>
    public IReadOnlyList<Decision> Run(HistoryStep step)
    {
        IsReplaying = false;
        Receive(step);
        return Decisions.TakeNew();
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

        Decisions.ForgetEarlyAnswers();
        IsStarted = true;
        Now = DateTime.SpecifyKind(step.At, DateTimeKind.Utc);
        HistoryEvent[] received = [.. _early];
        _early.Clear();
        _turn.Enter(() => TakeTurn(received));
        if (_turn.Violation is { } violation && Result is null)
        {
            FailForViolation(violation);
        }
    }

    private void Note(HistoryEvent e, bool turn)
    {
        Notes.Take(e);
        switch (e)
        {
            case ExecutionRewound rewound:
                Decisions.Reopen(rewound.Forgotten, Notes.Rewinds);
                break;
            case Answer answer when !turn:
                Decisions.AnswerEarly(answer);
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
                Result ??= _body.End();
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

        if (_body.IsWaiting && Result is null && Decisions.Open.Count == 0 && !Events.IsAnyOpen)
        {
            FailForViolation("nothing durable is open, and it still waits");
        }
    }

    private void Apply(HistoryEvent e)
    {
        switch (e)
        {
            case ExecutionStarted when _function is null:
                End(new InvalidOperationException($"The function '{Start.Name}' doesn't exist, is disabled, or is not an orchestrator function."));
                break;
            case ExecutionStarted:
                _body.Begin(_function, _context);
                break;
            case EventRaised raised when Events.Raise(raised) is { } hand:
                _turn.Complete(hand);
                break;
            case Answer answer when Decisions.Take(answer) is { } open:
                Spans?.Answered(open, answer);
                _turn.Complete(() => open.Settle(answer));
                break;
        }
    }

    private void End(Exception failure) => Result = new BodyResult(null, Failure.From(failure), AtOnce: true);

    // ---- what the context asks for ----

    /// <summary>The version that is not given by who calls: a child has the host's, whatever its parent's is.</summary>
    public string? DefaultVersion => VersionText(_options.DefaultVersion);

    /// <summary>As it is stored: none is null.</summary>
    public static string? VersionText(string? version) => string.IsNullOrWhiteSpace(version) ? null : version;

    /// <summary>Throws when a member of the context is called from a thread that is not the turn's.</summary>
    public void Guard() => _turn.Guard();

    public OpenTask Schedule(Func<int, Decision> decide, int attempt = 1) => Decisions.Schedule(decide, Now, attempt, Notes.Rewinds);

    public Task<T> WaitFor<T>(string name, CancellationToken cancellation)
    {
        try
        {
            return Events.Open<T>(name, cancellation, Spans?.Waits(name, Now));
        }
        catch (JsonException unreadable)
        {
            End(unreadable);
            throw;
        }
    }

    public void SetCustomStatus(object? status) => CustomStatus = Payloads.CustomStatus(status);

    public void Continue(string? input, bool carries, string? newVersion) => _body.Continue(input, carries, newVersion);
}
