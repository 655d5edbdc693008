using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.SelfHost.Durable.Replay;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.SelfHost.Durable.Hub;

/// <summary>The next step of an instance, before its commit.</summary>
/// <param name="Next">What another generation begins with, in the same commit; null: this one goes on, or has ended.</param>
internal sealed record StepPlan(HistoryStep Step, OrchestrationRuntimeStatus Status, string? CustomStatus, HistoryStep? Next = null)
{
    private const int MaxSeen = 500;

    /// <summary>Runs the body if it is its turn.</summary>
    /// <returns>Null when nothing happened that the history should know.</returns>
    public static StepPlan? Make(InstanceState state, Intake intake, DateTimeOffset now)
    {
        var live = state.Live!;
        // Time never stands still or goes back between two steps of an instance.
        var at = (now > state.Row.UpdatedAt ? now : state.Row.UpdatedAt.AddTicks(1)).UtcDateTime;
        if (intake.Termination is { } termination)
        {
            return Terminate(state, intake, termination, at);
        }

        if (intake.Violation is { } violation)
        {
            live.FailForViolation(violation);
            return End(state, new HistoryStep(at, Turn: false, intake.Received, []));
        }

        if (live.IsStarted || intake.Received.Exists(e => e is EventRaised))
        {
            // The older ones first.
            intake.Received.InsertRange(intake.Received is [ExecutionRewound, ..] ? 1 : 0, live.Notes.Carried);
        }

        var isSuspended = intake.Received.LastOrDefault(e => e is ExecutionSuspended or ExecutionResumed) is { } last ? last is ExecutionSuspended : live.Notes.IsSuspended;
        if (isSuspended && live.Result is not { AtOnce: true })
        {
            if (intake.Received.Count == 0)
            {
                return null;
            }

            var kept = new HistoryStep(at, Turn: false, intake.Received, []);
            return new StepPlan(kept with { Decided = [.. live.Run(kept)] }, OrchestrationRuntimeStatus.Suspended, state.Row.CustomStatus);
        }

        var isStarting = !live.IsStarted && (state.Row.StartAt is not { } start || start <= now);
        if (intake.Received.Count == 0 && !isStarting && !live.Decisions.HasNew && live.Result is not { AtOnce: true })
        {
            return null;
        }

        if (!live.IsStarted && !isStarting)
        {
            var early = new HistoryStep(at, Turn: false, intake.Received, []);
            live.Run(early);
            return new StepPlan(early, OrchestrationRuntimeStatus.Pending, state.Row.CustomStatus);
        }

        var step = new HistoryStep(at, Turn: true, intake.Received, []);
        var decided = live.Result is { AtOnce: true } ? [] : live.Run(step);
        return live.Result switch
        {
            { AtOnce: true } => End(state, step),
            { } when live.Decisions.Open.Count == 0 => End(state, step with { Decided = [.. decided] }),
            _ => new StepPlan(step with { Decided = [.. decided], CustomStatus = News(state) }, OrchestrationRuntimeStatus.Running, live.CustomStatus),
        };
    }

    /// <summary>The end of an instance whose history would become too long.</summary>
    public static StepPlan TooLong(InstanceState state, DateTime at, long bytes, long most)
    {
        var failure = new Failure(
            typeof(InvalidOperationException).FullName!,
            $"The history of this instance would take {bytes} bytes; at most {most} are allowed (MaxHistoryBytes). Pass ids instead of data, or split the work into children.",
            null,
            null);
        var completed = new ExecutionCompleted(state.Live!.Decisions.NextId, OrchestrationRuntimeStatus.Failed, null, failure);
        return new StepPlan(new HistoryStep(at, Turn: false, [], [completed]), OrchestrationRuntimeStatus.Failed, state.Row.CustomStatus);
    }

    private static StepPlan Terminate(InstanceState state, Intake intake, Message.Terminate termination, DateTime at)
    {
        string[]? children = termination.Recursive ? [.. state.Live!.Decisions.Open.Select(open => open.Decision).OfType<ChildCreated>().Select(child => child.Instance)] : null;
        var completed = new ExecutionCompleted(state.Live!.Decisions.NextId, OrchestrationRuntimeStatus.Terminated, termination.Output, null);
        return new StepPlan(
            new HistoryStep(at, Turn: false, [.. intake.Received, new ExecutionTerminated(termination.Output, children)], [completed]),
            OrchestrationRuntimeStatus.Terminated,
            state.Row.CustomStatus);
    }

    private static StepPlan End(InstanceState state, HistoryStep step)
    {
        var live = state.Live!;
        var result = live.Result!;
        if (result.Carries is { } carries)
        {
            return Continue(state, step, result, carries);
        }

        var status = result.Failure is null ? OrchestrationRuntimeStatus.Completed : OrchestrationRuntimeStatus.Failed;
        var completed = new ExecutionCompleted(live.Decisions.NextId, status, result.Output, result.Failure);
        return new StepPlan(step with { Decided = [.. step.Decided, completed], CustomStatus = News(state) }, status, live.IsStarted ? live.CustomStatus : state.Row.CustomStatus);
    }

    // "null": it was taken back.
    private static string? News(InstanceState state) => !state.Live!.IsStarted || state.Live.CustomStatus == state.Row.CustomStatus ? null : state.Live.CustomStatus ?? "null";

    private static StepPlan Continue(InstanceState state, HistoryStep step, BodyResult result, bool carries)
    {
        var (live, input) = (state.Live!, result.Output);
        var completed = new ExecutionCompleted(live.Decisions.NextId, OrchestrationRuntimeStatus.ContinuedAsNew, input, null);
        IReadOnlyList<EventRaised>? carried = carries ? [.. live.Notes.Carried, .. live.Events.Unread] : null;
        var started = new ExecutionStarted(state.Row.Name, input, [.. live.Notes.Messages.TakeLast(MaxSeen)], carried, live.Start.Trace, result.NewVersion ?? live.Start.Version, live.Start.Tags);
        var next = new HistoryStep(step.At.AddTicks(1), Turn: false, [started], []);
        return new StepPlan(step with { Decided = [.. step.Decided, completed] }, OrchestrationRuntimeStatus.Running, null, next);
    }
}
