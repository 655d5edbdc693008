using System.Text.Json;

namespace ClickDeploy.Functions.Operations;

/// <summary>An orchestration as the management API tells it.</summary>
public sealed record OperationPast(IReadOnlyList<OperationStep> Steps, JsonElement? Input = null, JsonElement? Output = null, JsonElement? CustomStatus = null, string? Error = null, IReadOnlyList<SaidStatus>? Said = null)
{
    public static OperationPast None { get; } = new([]);

    public static OperationPast Of(JsonElement instance)
    {
        var steps = instance.TryGetProperty("historyEvents", out var events) && events.ValueKind == JsonValueKind.Array ? OperationSteps.Of(events) : [];
        // The output of one that failed is the failure as a sentence.
        var (output, failed) = (Value(instance, "output"), Value(instance, "runtimeStatus")?.GetString() == "Failed");
        return new(steps, Value(instance, "input"), failed ? null : output, Value(instance, "customStatus"), failed ? output?.ToString() : null, [.. Statuses(instance)]);
    }

    // Only our own host keeps them all; of another there is the last one.
    private static IEnumerable<SaidStatus> Statuses(JsonElement instance) =>
        instance.TryGetProperty("customStatuses", out var said) && said.ValueKind == JsonValueKind.Array
            ? said.EnumerateArray().Select(one => new SaidStatus(one.GetProperty("Timestamp").GetDateTimeOffset(), Value(one, "CustomStatus")))
            : [];

    private static JsonElement? Value(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
