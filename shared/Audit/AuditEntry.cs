namespace ClickDeploy.Audit;

/// <summary>
/// Who did what to which object. <paramref name="Fields"/>: the names of what was sent, never values. <paramref name="Status"/>: the HTTP status of the answer;
/// null: the platform died before it knew, and the write may have happened or not.
/// </summary>
public sealed record AuditEntry(
    Guid Id,
    DateTimeOffset At,
    string Actor,
    string Action,
    string? ObjectKind,
    string? ObjectId,
    IReadOnlyList<string> Fields,
    int? Status,
    string RequestId,
    string? Address);
