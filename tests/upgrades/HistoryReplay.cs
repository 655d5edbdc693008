using System.Globalization;
using ClickDeploy.SelfHost.Durable;
using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.SelfHost.Durable.Replay;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging.Abstractions;

namespace ClickDeploy.Tests.Upgrades;

/// <summary>Goes through a recorded history with today's orchestrator, by the engine's own replay. Nothing is run.</summary>
internal static class HistoryReplay
{
    private const string WayOut = "Put the orchestrator back, or give the change a version: docs/upgrades.md says how.";

    /// <summary>The same for the history cut at each of its steps, as a stopped platform leaves it; the first difference that is found.</summary>
    public static string? DifferenceAtAnyCut(DurableRegistry registry, RecordedHistory history)
    {
        for (var length = 1; length <= history.Steps.Count; length++)
        {
            if (Difference(registry, history, length) is { } difference)
            {
                return difference;
            }
        }

        return null;
    }

    /// <returns>What differs, as a sentence that names the orchestrator and the step; null: nothing.</returns>
    public static string? Difference(DurableRegistry registry, RecordedHistory history, int length)
    {
        if (registry.Orchestrator(history.Orchestrator) is not { } function)
        {
            return $"{history.Orchestrator} is no orchestrator any more, and instances of it may be under way. {WayOut}";
        }

        string? violation = null;
        var steps = Rewinding.Applied([.. history.Steps.Take(length)]);
        var parent = history.Parent is { } link ? new ParentOrchestrationInstance(link.Name, link.Instance) : null;
        var started = history.Steps[0].Received.OfType<ExecutionStarted>().First();
        var start = new OrchestrationStart(history.Orchestrator, history.Instance, history.Execution, started.Input, parent, started.Trace, started.Version, started.Tags);
        var body = new Orchestration(function, start, new DurableOptions(), NullLoggerFactory.Instance, what => violation = what);
        for (var n = 0; n < steps.Count; n++)
        {
            body.Replay(steps[n]);
            if ((violation ?? Broken(body, history)) is { } difference)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{history.Orchestrator} differs at step {n + 1} of {history.Steps.Count} ({Told(history.Steps[n])}): {difference} {WayOut}");
            }
        }

        return null;
    }

    // A body that fails where the recorded one did not has no other way to say that it could not read what is recorded.
    private static string? Broken(Orchestration body, RecordedHistory history) =>
        body.Result is { Failure: { } failure, AtOnce: var diverges } && (diverges || !history.Fails) ? failure.Message : null;

    private static string Told(HistoryStep step)
    {
        var told = step.Received.Concat(step.Decided).Select(e => e switch
        {
            TaskScheduled task => $"{task.Name} scheduled",
            ChildCreated child => $"{child.Name} started",
            TimerCreated => "timer set",
            EventSent sent => $"'{sent.Name}' sent",
            EventRaised raised => $"'{raised.Name}' received",
            TaskFailed or ChildFailed => $"failure of {((Answer)e).For}",
            Answer answer => $"answer to {answer.For}",
            _ => e.GetType().Name,
        });
        return string.Join(", ", told);
    }
}
