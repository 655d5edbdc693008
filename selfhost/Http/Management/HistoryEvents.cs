using System.Text.Json;
using System.Text.Json.Nodes;
using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.SelfHost.Durable.Read;

namespace ClickDeploy.SelfHost.Http.Management;

/// <summary>A history as the management API gives it: a decision and its answer are one event, at the answer's time; where a rewind forgot the answer, there is one more.</summary>
internal static class HistoryEvents
{
    public static JsonArray Of(IReadOnlyList<TimedEvent> history, bool withInputs, bool withOutputs)
    {
        var answers = history.Select((entry, place) => (Entry: entry, Place: place)).Where(answer => answer.Entry.Event is Answer).ToLookup(answer => ((Answer)answer.Entry.Event).For);
        var decisions = history.Select(entry => entry.Event).OfType<Decision>().ToDictionary(decision => decision.Id);
        var shown = new JsonArray();
        for (var i = 0; i < history.Count; i++)
        {
            if (Shown(history[i], task => AnswerAfter(task, i)) is { } one)
            {
                shown.Add(one);
            }

            foreach (var task in (history[i].Event as ExecutionRewound)?.Forgotten ?? [])
            {
                shown.Add(Shown(history[i] with { Event = decisions[task] }, again => AnswerAfter(again, i)));
            }
        }

        foreach (var one in shown.OfType<JsonObject>())
        {
            Keep(one, withInputs, "Input");
            Keep(one, withOutputs, "Result");
        }

        return shown;

        static void Keep(JsonObject one, bool wanted, string name) => _ = wanted || one.Remove(name);

        TimedEvent? AnswerAfter(int task, int place) => answers[task].FirstOrDefault(answer => answer.Place > place).Entry;
    }

    /// <summary>What the body said of itself, each with the time from which on.</summary>
    public static JsonArray CustomStatuses(IReadOnlyList<TimedEvent> history) =>
        [.. history.Where(entry => entry.CustomStatus is not null).DistinctBy(entry => entry.At).Select(entry => new JsonObject { ["Timestamp"] = entry.At.UtcDateTime, ["CustomStatus"] = Parse(entry.CustomStatus) })];

    public static JsonNode? Parse(string? json)
    {
        try
        {
            return json is null ? null : JsonNode.Parse(json);
        }
        catch (JsonException)
        {
            return json;
        }
    }

    private static JsonObject? Shown(TimedEvent entry, Func<int, TimedEvent?> answers) => entry.Event switch
    {
        ExecutionStarted { Trace: { } trace } started => At("ExecutionStarted", entry.At, ("FunctionName", started.Name), ("Version", started.Version), ("Tags", Shown(started.Tags)), ("Input", Parse(started.Input)), ("ParentTraceContext", new JsonObject { ["TraceParent"] = trace })),
        ExecutionStarted started => At("ExecutionStarted", entry.At, ("FunctionName", started.Name), ("Version", started.Version), ("Tags", Shown(started.Tags)), ("Input", Parse(started.Input))),
        TaskScheduled task => Answered(task, entry, answers, ("FunctionName", task.Name), ("Input", Parse(task.Input))),
        ChildCreated child => Answered(child, entry, answers, ("FunctionName", child.Name), ("InstanceId", child.Instance), ("Input", Parse(child.Input))),
        TimerCreated timer => Answered(timer, entry, answers, ("FireAt", timer.FireAt)),
        EventRaised raised => At("EventRaised", entry.At, ("Name", raised.Name), ("Input", Parse(raised.Payload))),
        EventSent sent => At("EventSent", entry.At, ("Name", sent.Name), ("InstanceId", sent.Instance)),
        ExecutionCompleted completed => At("ExecutionCompleted", entry.At, ("OrchestrationStatus", completed.Status.ToString()), ("Result", Parse(completed.Result)), ("Reason", completed.Failure?.ToString())),
        ExecutionTerminated => At("ExecutionTerminated", entry.At),
        ExecutionSuspended suspended => At("ExecutionSuspended", entry.At, ("Reason", suspended.Reason)),
        ExecutionResumed resumed => At("ExecutionResumed", entry.At, ("Reason", resumed.Reason)),
        ExecutionRewound rewound => At("ExecutionRewound", entry.At, ("Reason", rewound.Reason)),
        _ => null,
    };

    private static JsonObject Answered(Decision decision, TimedEvent entry, Func<int, TimedEvent?> answers, params ReadOnlySpan<(string, JsonNode?)> of)
    {
        var answer = answers(decision.Id);
        var (type, result, reason) = answer?.Event switch
        {
            TaskCompleted completed => ("TaskCompleted", completed.Result, null),
            TaskFailed failed => ("TaskFailed", null, failed.Failure.ToString()),
            ChildCompleted completed => ("SubOrchestrationInstanceCompleted", completed.Result, null),
            ChildFailed failed => ("SubOrchestrationInstanceFailed", null, failed.Failure.ToString()),
            TimerFired => ("TimerFired", (string?)null, (string?)null),
            _ => (decision switch { TaskScheduled => "TaskScheduled", ChildCreated => "SubOrchestrationInstanceCreated", _ => "TimerCreated" }, null, null),
        };
        var shown = At(type, answer?.At ?? entry.At, of);
        shown["ScheduledTime"] = entry.At.UtcDateTime;
        shown["Result"] = Parse(result);
        shown["Reason"] = reason;
        if (((answer?.Event as TaskFailed)?.Failure ?? (answer?.Event as ChildFailed)?.Failure)?.Stack is { } stack)
        {
            shown["Details"] = stack;
        }

        return shown;
    }

    private static JsonNode? Shown(IReadOnlyDictionary<string, string>? tags) => tags is null ? null : JsonSerializer.SerializeToNode(tags);

    private static JsonObject At(string type, DateTimeOffset at, params ReadOnlySpan<(string Name, JsonNode? Value)> fields)
    {
        var shown = new JsonObject { ["EventType"] = type, ["Timestamp"] = at.UtcDateTime };
        foreach (var (name, value) in fields)
        {
            shown[name] = value;
        }

        return shown;
    }
}
