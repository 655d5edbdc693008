using ClickDeploy.Core;
using ClickDeploy.Deployments;

namespace ClickDeploy.Functions.Deployments;

/// <summary>A deployment as the API shows it.</summary>
public sealed record DeploymentSnapshot(
    DeploymentId Id,
    int Number,
    ServiceId ServiceId,
    DeploymentStatus Status,
    WaitingFor? WaitingFor,
    string Strategy,
    string? CommitSha,
    string? CommitMessage,
    string? CommitAuthor,
    string? Technology,
    DeploymentTrigger TriggeredBy,
    RollbackTargetSnapshot? RollbackTo,
    double? BuildDuration,
    double? DeployDuration,
    Failure? Error,
    bool HasEvidence,
    DeploymentEvidence? Evidence,
    string OperationId,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    IReadOnlyList<DeploymentStep> Steps)
{
    public static DeploymentSnapshot Of(Deployment deployment, DeploymentEvidence? evidence = null) => new(
        deployment.Ref.Id,
        deployment.Number,
        deployment.Ref.Service.ServiceId,
        deployment.Status,
        deployment.Status == DeploymentStatus.Queued ? new("Another operation of this service runs; this deployment follows it.") : null,
        "rolling",
        deployment.CommitSha ?? deployment.RequestedCommit,
        deployment.CommitMessage,
        deployment.CommitAuthor,
        deployment.Plan?.Technology,
        deployment.TriggeredBy,
        RollbackTargetSnapshot.Of(deployment.Rollback),
        Seconds(deployment, StepName.Clone, StepName.Build),
        Seconds(deployment, StepName.Deploy, StepName.Health),
        deployment.Error,
        deployment.HasEvidence,
        evidence,
        deployment.Ref.Id.ToString(),
        deployment.Ref.CreatedAt,
        deployment.StartedAt,
        deployment.FinishedAt,
        deployment.Steps);

    // From the beginning of one step to the end of another, in seconds; null while it is not over.
    private static double? Seconds(Deployment deployment, StepName from, StepName to)
    {
        var start = deployment.Steps.FirstOrDefault(step => step.Name == from)?.StartedAt;
        var end = deployment.Steps.FirstOrDefault(step => step.Name == to)?.FinishedAt;
        return start is { } s && end is { } e ? Math.Round((e - s).TotalSeconds, 3) : null;
    }
}

/// <summary>The deployment that a rollback went back to.</summary>
public sealed record RollbackTargetSnapshot(DeploymentId Id, int Number)
{
    public static RollbackTargetSnapshot? Of(RollbackTarget? target) => target is null ? null : new(new(target.Deployment), target.Number);
}

/// <summary>Why a deployment is still queued.</summary>
public sealed record WaitingFor(string Reason);
