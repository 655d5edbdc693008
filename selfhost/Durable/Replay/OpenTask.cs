using ClickDeploy.SelfHost.Durable.History;
using Microsoft.DurableTask;

namespace ClickDeploy.SelfHost.Durable.Replay;

/// <summary>An activity, timer or child that was decided and has not been answered.</summary>
internal sealed class OpenTask(Decision decision)
{
    public Decision Decision { get; set; } = decision;

    /// <summary>When it was decided, by the history.</summary>
    public required DateTime At { get; init; }

    /// <summary>Counts from 1 what a retry policy repeats.</summary>
    public required int Attempt { get; init; }

    /// <summary>How often its execution had been rewound when it was last given out.</summary>
    public int Round { get; set; }

    public TaskCompletionSource<string?> Source { get; } = new();

    public string Name => Decision switch
    {
        TaskScheduled task => task.Name,
        ChildCreated child => child.Name,
        _ => "",
    };

    public bool Fits(Answer answer) => (Decision, answer) switch
    {
        (TaskScheduled, TaskCompleted or TaskFailed) => true,
        (TimerCreated, TimerFired) => true,
        (ChildCreated, ChildCompleted or ChildFailed) => true,
        _ => false,
    };

    public void Settle(Answer answer)
    {
        switch (answer)
        {
            case TaskCompleted completed:
                Source.TrySetResult(completed.Result);
                break;
            case ChildCompleted completed:
                Source.TrySetResult(completed.Result);
                break;
            case TimerFired:
                Source.TrySetResult(null);
                break;
            case TaskFailed failed:
                Source.TrySetException(new TaskFailedException(Name, answer.For, failed.Failure.ToDetails()));
                break;
            case ChildFailed failed:
                Source.TrySetException(new TaskFailedException(Name, answer.For, failed.Failure.ToDetails()));
                break;
        }
    }
}
