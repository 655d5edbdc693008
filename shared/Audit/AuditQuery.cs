namespace ClickDeploy.Audit;

/// <summary>Which entries are wanted; null: any.</summary>
public sealed record AuditQuery(string? ObjectId = null, string? Actor = null, string? Action = null, DateTimeOffset? Since = null, DateTimeOffset? Until = null)
{
    public bool Wants(AuditEntry entry) =>
        (ObjectId is null || entry.ObjectId == ObjectId)
        && (Actor is null || entry.Actor == Actor)
        && (Action is null || entry.Action == Action)
        && (Since is null || entry.At >= Since)
        && (Until is null || entry.At < Until);
}
