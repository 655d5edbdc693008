using ClickDeploy.SelfHost.Durable.History;

namespace ClickDeploy.SelfHost.Durable.Hub;

/// <summary>Decides which of the messages become events of the next step: what is known already or meant for another execution is dropped.</summary>
internal sealed class Intake(InstanceState state)
{
    private readonly HashSet<int> _answered = [];
    private readonly HashSet<string> _raised = new(StringComparer.Ordinal);

    public List<HistoryEvent> Received { get; } = [];

    public Message.Terminate? Termination { get; private set; }

    public string? Violation { get; private set; }

    public Delivery Take(Message message)
    {
        if (Termination is not null)
        {
            return message is Message.Told or Message.Wake ? Delivery.Recorded : Delivery.Finished;
        }

        switch (message)
        {
            case Message.Answered answered:
                return Accept(answered.Event, answered.Execution);
            case Message.Raised raised when !state.Live!.Notes.HasSeen(raised.Event.Message) && _raised.Add(raised.Event.Message):
                Received.Add(raised.Event);
                return Delivery.Recorded;
            case Message.Terminate terminate when terminate.Parent is null || terminate.Parent == state.Row.Parent?.Execution:
                Termination = terminate;
                return Delivery.Recorded;
            case Message.Suspend suspend:
                Received.Add(new ExecutionSuspended(suspend.Reason));
                return Delivery.Recorded;
            case Message.Resume resume:
                Received.Add(new ExecutionResumed(resume.Reason));
                return Delivery.Recorded;
            case Message.Rewind rewind:
                return state.Live!.Notes.HasSeen(rewind.Id) ? Delivery.Recorded : Delivery.Dropped;
            case Message.Violated violated when violated.Execution == state.Row.Run && state.Live!.Result is null:
                Violation = violated.What;
                return Delivery.Recorded;
            default:
                return Delivery.Dropped;
        }
    }

    /// <summary>Timers that are due, in the order of their times.</summary>
    public void TakeTimers(DateTimeOffset now)
    {
        var due = state.Live!.Decisions.Timers.Where(timer => timer.FireAt <= now.UtcDateTime).OrderBy(timer => timer.FireAt).ThenBy(timer => timer.Id);
        Received.AddRange(due.Select(timer => new TimerFired(timer.Id, timer.FireAt)));
    }

    private Delivery Accept(Answer answer, string execution)
    {
        // A body whose replay has failed knows nothing of its tasks; the answer is kept as evidence.
        if (answer is ChildFailed { End: { } end } && state.Live!.Notes.HasSeen(end))
        {
            return Delivery.Dropped;
        }

        var isOpen = state.Live!.Decisions.IsOpen(answer) || state.Live.Result is { AtOnce: true };
        if (execution != state.Row.Run || !isOpen || !_answered.Add(answer.For))
        {
            return Delivery.Dropped;
        }

        Received.Add(answer);
        return Delivery.Recorded;
    }
}
