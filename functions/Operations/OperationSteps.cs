using System.Text.Json;

namespace ClickDeploy.Functions.Operations;

/// <summary>The events of a history, as the management API gives them, as steps that a person can follow.</summary>
internal static class OperationSteps
{
    public static IReadOnlyList<OperationStep> Of(JsonElement events)
    {
        var steps = new List<OperationStep>();
        var meaning = new StepMeaning();
        var latest = new Dictionary<(string Kind, string Name, string Input), OperationStep>();
        foreach (var told in events.EnumerateArray().Select(Step).OfType<OperationStep>())
        {
            var step = told with { Detail = StepMeaning.Detail(told.Name, told.Input), Undo = meaning.Undoes(told) };
            // The same step with the same input after a failure is another attempt of it.
            var same = (step.Kind, step.Name, Text(step.Input));
            step = latest.GetValueOrDefault(same) is { Status: "failed" } before ? step with { Attempt = before.Attempt + 1 } : step;
            latest[same] = step;
            steps.Add(step);
        }

        return EndOf(events) is { } end ? [.. steps.Select((step, n) => step.FinishedAt is null ? Left(step, n == steps.Count - 1, end) : step)] : steps;
    }

    // Nobody waits any more for what went on when the orchestration ended. A wait that something else put an end to was over before, and has no end of its own.
    private static OperationStep Left(OperationStep step, bool isLast, DateTimeOffset end) =>
        step.Status == "running" ? step with { Status = "terminated", FinishedAt = end, Duration = Seconds(step.StartedAt, end) }
        : step.Status == "waiting" && isLast ? step with { FinishedAt = end, Duration = Seconds(step.StartedAt, end) }
        : step;

    // One that was rewound has more behind it.
    private static DateTimeOffset? EndOf(JsonElement events) =>
        events.GetArrayLength() > 0 && events[events.GetArrayLength() - 1] is var last && String(last, "EventType") == "ExecutionCompleted" ? Time(last, "Timestamp") : null;

    private static double? Seconds(DateTimeOffset? from, DateTimeOffset? to) => to - from is { } took ? Math.Round(took.TotalSeconds, 3) : null;

    private static OperationStep? Step(JsonElement happened) => String(happened, "EventType") switch
    {
        "TaskScheduled" => Activity(happened, "running"),
        "TaskCompleted" => Activity(happened, "completed"),
        "TaskFailed" => Activity(happened, "failed"),
        "SubOrchestrationInstanceCreated" => Activity(happened, "running") with { Kind = "child" },
        "SubOrchestrationInstanceCompleted" => Activity(happened, "completed") with { Kind = "child" },
        "SubOrchestrationInstanceFailed" => Activity(happened, "failed") with { Kind = "child" },
        "TimerCreated" => Activity(happened, "waiting") with { Kind = "timer", Name = "wait", Until = Time(happened, "FireAt") },
        "TimerFired" => Activity(happened, "completed") with { Kind = "timer", Name = "wait", Until = Time(happened, "FireAt") },
        "EventRaised" => Activity(happened, "completed") with { Kind = "event", Name = String(happened, "Name") ?? "" },
        _ => null,
    };

    private static OperationStep Activity(JsonElement happened, string status)
    {
        var (started, ended) = (Time(happened, "ScheduledTime"), status is "running" or "waiting" ? null : Time(happened, "Timestamp"));
        started ??= Time(happened, "Timestamp");
        return new(
            "activity",
            String(happened, "FunctionName") ?? String(happened, "Name") ?? "",
            status,
            1,
            Value(happened, "Input"),
            Value(happened, "Result"),
            String(happened, "Reason"),
            String(happened, "InstanceId"),
            started,
            ended,
            Seconds(started, ended));
    }

    private static string? String(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Time(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var time) ? time : null;

    private static JsonElement? Value(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string Text(JsonElement? json) => json?.GetRawText() ?? "";
}
