using ClickDeploy.Operations;

namespace ClickDeploy.Functions.Operations;

/// <summary>
/// An operation as the list shows it. <paramref name="Status"/>: pending, running, completed, live, failed, cancelled, superseded, terminated;
/// <paramref name="CurrentStep"/>: what one that is not over is at.
/// </summary>
public sealed record OperationSnapshot(
    string Id,
    string Kind,
    string Status,
    OperationObject Object,
    Guid? ProjectId,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt,
    CurrentStep? CurrentStep = null)
{
    public static OperationSnapshot Of(OperationRecord operation, string status) =>
        new(operation.Id, operation.Kind, status, new(operation.ObjectKind, operation.ObjectId), operation.Project, operation.StartedAt, operation.FinishedAt);
}

/// <summary>What an operation is about.</summary>
public sealed record OperationObject(string Kind, Guid Id);
