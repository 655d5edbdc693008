using ClickDeploy.SelfHost.Durable.History;
using DurableTask.Core.Exceptions;

namespace ClickDeploy.SelfHost.Durable.Replay;

/// <summary>The ledger of what a body has decided, numbered from 0 as it decides: what the history does not have yet, and what waits for its answer.</summary>
internal sealed class Decisions(int maxOpen)
{
    private readonly Dictionary<int, OpenTask> _open = [];
    private readonly SortedDictionary<int, Decision> _unrecorded = [];
    private readonly HashSet<int> _answeredEarly = [];
    private readonly HashSet<int> _cancelled = [];

    public int NextId { get; private set; }

    /// <summary>True while decisions of a replay wait to be recorded: the code was changed to do more.</summary>
    public bool HasNew => _unrecorded.Count > 0;

    public IReadOnlyCollection<OpenTask> Open => _open.Values;

    public IEnumerable<TimerCreated> Timers => Unanswered.OfType<TimerCreated>();

    /// <summary>Activities that are open and stand in the history.</summary>
    public IEnumerable<TaskScheduled> RecordedActivities => Unanswered.OfType<TaskScheduled>().Where(task => !_unrecorded.ContainsKey(task.Id));

    private IEnumerable<Decision> Unanswered => _open.Values.Select(open => open.Decision).Where(decision => !_answeredEarly.Contains(decision.Id));

    public OpenTask? Find(int id) => _open.GetValueOrDefault(id);

    public bool IsOpen(Answer answer) => Find(answer.For) is { } open && open.Fits(answer) && !_answeredEarly.Contains(answer.For);

    // ---- what the body does ----

    /// <param name="at">The turn's time.</param>
    /// <param name="round">How often the execution was rewound.</param>
    public OpenTask Schedule(Func<int, Decision> decide, DateTime at, int attempt, int round)
    {
        if (_open.Count >= maxOpen)
        {
            throw new InvalidOperationException($"{_open.Count} activities, timers and children are open; at most {maxOpen} are allowed. Await some of them first.");
        }

        var open = new OpenTask(decide(NextId)) { At = at, Attempt = attempt, Round = round };
        _unrecorded.Add(NextId, open.Decision);
        _open.Add(NextId++, open);
        return open;
    }

    public void Send(string instance, string name, string? payload) => _unrecorded.Add(NextId, new EventSent(NextId++, instance, name, payload));

    public void CancelTimer(OpenTask timer)
    {
        if (_open.Remove(timer.Decision.Id))
        {
            _cancelled.Add(timer.Decision.Id);
            timer.Source.TrySetCanceled(CancellationToken.None);
        }
    }

    // ---- what the history does ----

    /// <summary>Compares what the history has under an id with what the body decided under it; what is recorded counts.</summary>
    /// <param name="failure">With which the body has ended, if it has.</param>
    /// <returns>What differs; null: nothing.</returns>
    public NonDeterministicOrchestrationException? Record(Decision recorded, Failure? failure)
    {
        _unrecorded.Remove(recorded.Id, out var decided);
        if (Divergence.Find(recorded, decided, failure) is { } divergence)
        {
            return divergence;
        }

        if (Find(recorded.Id) is { } open)
        {
            open.Decision = recorded;
        }

        return null;
    }

    /// <summary>All that no history has, in the order of the ids; the caller records it.</summary>
    public IReadOnlyList<Decision> TakeNew()
    {
        Decision[] decided = [.. _unrecorded.Values];
        _unrecorded.Clear();
        return decided;
    }

    /// <summary>The task that is answered; null: a timer that was cancelled before.</summary>
    public OpenTask? Take(Answer answer)
    {
        if (answer is TimerFired && _cancelled.Contains(answer.For))
        {
            return null;
        }

        return _open.Remove(answer.For, out var open) && open.Fits(answer) ? open : throw Divergence.Unscheduled(answer);
    }

    /// <summary>The answer is in the history, and the body gets it in its next turn.</summary>
    public void AnswerEarly(Answer answer) => _answeredEarly.Add(answer.For);

    /// <summary>The next turn has come.</summary>
    public void ForgetEarlyAnswers() => _answeredEarly.Clear();

    /// <summary>Tasks whose failures a rewind forgot are given out again.</summary>
    public void Reopen(IReadOnlyList<int> forgotten, int round)
    {
        foreach (var open in forgotten.Select(Find).OfType<OpenTask>())
        {
            open.Round = round;
        }
    }
}
