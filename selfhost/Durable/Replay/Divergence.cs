using ClickDeploy.SelfHost.Durable.History;
using DurableTask.Core.Exceptions;

namespace ClickDeploy.SelfHost.Durable.Replay;

/// <summary>Says what differs when a replay does not decide what the history has recorded. Names compare without case, inputs not at all.</summary>
internal static class Divergence
{
    private const string Question = "Was a change made to the orchestrator code after this instance had already started running?";

    /// <param name="decided">What the replay decided under the recorded id, or null when it decided nothing.</param>
    /// <param name="failure">With which the body has ended, if it has: why it decided nothing.</param>
    public static NonDeterministicOrchestrationException? Find(Decision recorded, Decision? decided, Failure? failure)
    {
        var (kind, name) = Describe(recorded);
        if (decided is null)
        {
            return Error($"A previous execution of this orchestration scheduled {kind} with sequence ID {recorded.Id} and name '{name}' (version '{Version(recorded)}'), but the current replay execution hasn't (yet?) scheduled this task. {Question}{(failure is null ? "" : $" The body itself failed: {failure}")}");
        }

        var (otherKind, otherName) = Describe(decided);
        if (kind == otherKind && string.Equals(name, otherName, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return Error($"A previous execution of this orchestration scheduled {kind} with sequence number {recorded.Id} named '{name}', but the current orchestration replay instead scheduled {otherKind} named '{otherName}' with this sequence number.  {Question}");
    }

    public static NonDeterministicOrchestrationException Unscheduled(Answer answer)
        => Error($"A previous execution of this orchestration got the answer {answer.GetType().Name} to the task with sequence ID {answer.For}, but the current replay execution hasn't (yet?) scheduled this task. {Question}");

    private static NonDeterministicOrchestrationException Error(string sentence) => new("Non-Deterministic workflow detected: " + sentence);

    private static string Version(Decision decision) => decision switch
    {
        TaskScheduled task => task.Version ?? "",
        ChildCreated child => child.Version ?? "",
        _ => "",
    };

    private static (string Kind, string Name) Describe(Decision decision) => decision switch
    {
        TaskScheduled task => ("an activity task", task.Name),
        ChildCreated child => ("a sub orchestration instance", child.Name),
        TimerCreated => ("a timer task", ""),
        EventSent sent => ("a send event task", sent.Name),
        _ => ("a task", decision.GetType().Name),
    };
}
