namespace ClickDeploy.Functions.Operations;

/// <summary>
/// What an operation is at: the newest step that has begun and not ended. Between two looks at something it is the step that looks, and <paramref name="Until"/> says
/// when it goes on.
/// </summary>
public sealed record CurrentStep(string Kind, string Name, string? Detail, int Attempt, bool Undo, DateTimeOffset? StartedAt, DateTimeOffset? Until)
{
    public static CurrentStep? Of(IReadOnlyList<OperationStep> steps)
    {
        var open = steps.LastOrDefault(step => step is { FinishedAt: null, Kind: not "timer" });
        var timer = steps.LastOrDefault(step => step is { FinishedAt: null, Kind: "timer" });
        var at = open ?? (timer is null ? null : steps.LastOrDefault(step => step.Kind is "activity" or "child") ?? timer);
        return at is null ? null : new(at.Kind, at.Name, at.Detail, at.Attempt, at.Undo, at.StartedAt, open is null ? timer?.Until : null);
    }
}
