using System.Text.Json;
using ClickDeploy.Ops.Platform;

namespace ClickDeploy.Ops.History;

/// <summary>What an operation did, and what it said of itself meanwhile.</summary>
internal sealed record OperationPast(IReadOnlyList<OperationStep> Steps, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, IReadOnlyList<SaidStatus> Said)
{
    /// <param name="now">When it started, for one that does not say it.</param>
    public static OperationPast Of(JsonElement operation, DateTimeOffset now)
    {
        var steps = OperationStep.AllOf(operation);
        // One that was terminated has no end of its own: its last step's is the last that is known.
        var last = OperationStep.IsOver(operation) ? steps.Max(step => step.FinishedAt ?? step.StartedAt) : null;
        return new(
            steps,
            operation.Time("started_at") ?? now,
            operation.Time("finished_at") ?? last,
            [.. operation.Items("custom_statuses").Select(said => new SaidStatus(said.Time("at") ?? now, said.Member("value")))]);
    }

    /// <summary>The rows, with waits named by what they were for: what the operation had said of itself before them.</summary>
    /// <param name="steps">Its steps, as they were known.</param>
    /// <param name="overAt">When it was over; null while it runs.</param>
    public IReadOnlyList<OperationRow> Rows(IReadOnlyList<OperationStep> steps, DateTimeOffset? overAt) =>
        [.. OperationRow.Fold(steps, overAt).Select(row => row.Last.Kind == "timer" && row.StartedAt is { } began && SaidBy(began) is { ValueKind: JsonValueKind.String } said ? row with { Reason = said.GetString() } : row)];

    public JsonElement? SaidBy(DateTimeOffset at) => Said.LastOrDefault(said => said.At <= at)?.Value;
}

/// <summary>What an operation said of itself from that time on; null: nothing any more.</summary>
internal sealed record SaidStatus(DateTimeOffset At, JsonElement? Value);
