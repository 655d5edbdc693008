using System.Text.Json;

namespace ClickDeploy.Functions.Operations;

/// <summary>An orchestration as the management API tells it.</summary>
public sealed record OperationPast(IReadOnlyList<OperationStep> Steps, JsonElement? Input = null, JsonElement? Output = null, JsonElement? CustomStatus = null, string? Error = null, IReadOnlyList<SaidStatus>? Said = null, string? TraceId = null)
{
    public static OperationPast None { get; } = new([]);

    public static OperationPast Of(JsonElement instance)
    {
        var events = Value(instance, "historyEvents") ?? default;
        var steps = events.ValueKind == JsonValueKind.Array ? OperationSteps.Of(events) : [];
        // The output of one that failed is the failure as a sentence.
        var (output, failed) = (Value(instance, "output"), Value(instance, "runtimeStatus")?.GetString() == "Failed");
        return new(steps, Value(instance, "input"), failed ? null : output, Value(instance, "customStatus"), failed ? output?.ToString() : null, [.. Statuses(instance)], TraceOf(events));
    }

    // Only our own host keeps them all; of another there is the last one.
    private static IEnumerable<SaidStatus> Statuses(JsonElement instance) =>
        instance.TryGetProperty("customStatuses", out var said) && said.ValueKind == JsonValueKind.Array
            ? said.EnumerateArray().Select(one => new SaidStatus(one.GetProperty("Timestamp").GetDateTimeOffset(), Value(one, "CustomStatus")))
            : [];

    // Of W3C's version-trace-parent-flags, as the start was given it.
    private static string? TraceOf(JsonElement events) =>
        events.ValueKind == JsonValueKind.Array && events.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } started
        && Value(started, "ParentTraceContext") is { ValueKind: JsonValueKind.Object } context && Value(context, "TraceParent")?.GetString()?.Split('-') is [_, var trace, ..] ? trace : null;

    private static JsonElement? Value(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
