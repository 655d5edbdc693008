using ClickDeploy.Core;

namespace ClickDeploy.Operations;

/// <summary>An orchestration as its organisation's list has it: written when it first asks for its object and when it gives it back. <paramref name="Outcome"/>: how it ended; null: it has not, or could not say.</summary>
public sealed record OperationRecord(string Id, string Kind, string ObjectKind, Guid ObjectId, Guid? Project, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt = null, string? Outcome = null);
