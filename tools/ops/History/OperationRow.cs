namespace ClickDeploy.Ops.History;

/// <summary>Every attempt of a step, and every run of it in a row, folded together with the waits between them.</summary>
internal sealed record OperationRow(IReadOnlyList<OperationStep> Runs, IReadOnlyList<OperationStep> Waits)
{
    /// <summary>Of a wait: what for, where that is known.</summary>
    public string? Reason { get; init; }

    public string Label => Reason is not { Length: > 0 } reason ? Last.Label
        : reason.StartsWith("wait", StringComparison.OrdinalIgnoreCase) ? reason
        : $"Wait: {char.ToLowerInvariant(reason[0])}{reason[1..]}";

    /// <summary>The operations that are its children, as far as they were known.</summary>
    public IEnumerable<string> Children => Known.Where(run => run.Kind == "child").Select(run => run.Child).OfType<string>().Distinct();

    private IReadOnlyList<OperationStep> Known => [.. Runs.Where(run => run.Status != OperationStep.Later)];

    public OperationStep Last => Known.LastOrDefault() ?? Runs[^1];

    /// <summary>In a history that is stepped through: it had not begun.</summary>
    public bool IsAhead => Known.Count == 0;

    // One that runs beside others that are over is what the row is about.
    public string Status => Runs.FirstOrDefault(run => run.Status == "running")?.Status ?? Last.Status;

    public int Attempts => Known.Select(run => run.Attempt).DefaultIfEmpty(1).Max();

    /// <summary>How often it was done. What is looked at again and again while it goes on is done once.</summary>
    public int Times => Known.Count(run => !run.GoesOn);

    public DateTimeOffset? StartedAt => Runs.Min(run => run.StartedAt);

    /// <summary>Null while one of its runs goes on.</summary>
    public DateTimeOffset? FinishedAt => Runs.Any(run => run.FinishedAt is null && run.Kind != "event") ? null : Runs.Max(run => run.FinishedAt);

    /// <param name="overAt">When the operation was; null while it runs.</param>
    public static IReadOnlyList<OperationRow> Fold(IReadOnlyList<OperationStep> steps, DateTimeOffset? overAt)
    {
        var rows = new List<(List<OperationStep> Runs, List<OperationStep> Waits)>();
        var between = new List<OperationStep>();
        for (var n = 0; n < steps.Count; n++)
        {
            var step = n + 1 < steps.Count && steps[n + 1] is { Name: "KeepEvidence", Status: not OperationStep.Later } ? steps[n].NeverHealthy() : steps[n];
            if (step.Kind == "timer")
            {
                // A wait that something else put an end to never fires: it lasted until that.
                var end = step.FinishedAt ?? (n + 1 < steps.Count ? steps[n + 1].StartedAt : overAt);
                between.Add(step with { FinishedAt = end, Status = end is not null && step.Status == "waiting" ? "completed" : step.Status });
            }
            else if (rows.Count > 0 && IsSame(rows[^1].Runs[0], step))
            {
                rows[^1].Waits.AddRange(between);
                rows[^1].Runs.Add(step);
                between.Clear();
            }
            else
            {
                Flush();
                rows.Add(([step], []));
            }
        }

        Flush();
        return [.. rows.Select(row => new OperationRow(row.Runs, row.Waits))];

        void Flush()
        {
            if (between.Count > 0)
            {
                rows.Add(([.. between], []));
                between.Clear();
            }
        }
    }

    private static bool IsSame(OperationStep one, OperationStep other) =>
        (one.Kind, one.Name, one.Detail, one.Undo) == (other.Kind, other.Name, other.Detail, other.Undo) && (one.Kind != "child" || one.Child == other.Child);
}
