namespace ClickDeploy.Ops.History;

/// <summary>Something that happened: a step began, or it ended. What was told to an operation only happens.</summary>
internal sealed record OperationPoint(DateTimeOffset At, int Step, bool Ended)
{
    public static IReadOnlyList<OperationPoint> AllOf(IReadOnlyList<OperationStep> steps) =>
        [.. steps.SelectMany(Of).OrderBy(point => point.At).ThenBy(point => point.Step).ThenBy(point => point.Ended)];

    /// <summary>The steps as they were known when the points up to <paramref name="last"/> had happened.</summary>
    public static IReadOnlyList<OperationStep> Known(IReadOnlyList<OperationStep> steps, IReadOnlyList<OperationPoint> points, int last)
    {
        var happened = points.Take(last + 1).ToLookup(point => point.Ended, point => point.Step);
        var (begun, ended) = (happened[false].ToHashSet(), happened[true].ToHashSet());
        return
        [
            .. steps.Select((step, n) => ended.Contains(n) ? step
                : begun.Contains(n) ? step with { Status = step.Kind == "timer" ? "waiting" : "running", FinishedAt = null, Output = null, Error = null }
                : step with { Status = OperationStep.Later, FinishedAt = null, Output = null, Error = null }),
        ];
    }

    private static IEnumerable<OperationPoint> Of(OperationStep step, int n)
    {
        if (step is { StartedAt: { } began, Kind: not "event" })
        {
            yield return new(began, n, false);
        }

        if (step.FinishedAt is { } ended)
        {
            yield return new(ended, n, true);
        }
    }
}
