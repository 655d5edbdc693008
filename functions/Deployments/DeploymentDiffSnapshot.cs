using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Services;
using ClickDeploy.Variables;

namespace ClickDeploy.Functions.Deployments;

/// <summary>Two deployments beside each other, as the API shows them.</summary>
/// <param name="Same">Nothing is different.</param>
/// <param name="Config">Null: not known of one of them.</param>
/// <param name="Variables">Null: not known of one of them.</param>
public sealed record DeploymentDiffSnapshot(
    ComparedDeployment From,
    ComparedDeployment To,
    bool Same,
    bool CommitChanged,
    IReadOnlyList<PendingChange>? Config,
    IReadOnlyList<VariableChange>? Variables,
    bool ImageChanged)
{
    public static DeploymentDiffSnapshot Of(Deployment from, Deployment to, DeploymentDiff diff) => new(
        ComparedDeployment.Of(from),
        ComparedDeployment.Of(to),
        diff is { Commit: false, Config: { Count: 0 }, Variables: { Count: 0 }, Release: false },
        diff.Commit,
        diff.Config,
        diff.Variables,
        diff.Release);
}

/// <param name="Image">The deployment that built what this one runs.</param>
/// <param name="VariablesRevision">Null: from before there were variables, or it never had its turn.</param>
public sealed record ComparedDeployment(
    DeploymentId Id,
    int Number,
    DeploymentStatus Status,
    DeploymentTrigger TriggeredBy,
    string? CommitSha,
    string? CommitMessage,
    string? CommitAuthor,
    string? Technology,
    DeploymentId Image,
    int? VariablesRevision,
    DateTimeOffset CreatedAt)
{
    public static ComparedDeployment Of(Deployment deployment) => new(
        deployment.Ref.Id,
        deployment.Number,
        deployment.Status,
        deployment.TriggeredBy,
        deployment.CommitSha ?? deployment.RequestedCommit,
        deployment.CommitMessage,
        deployment.CommitAuthor,
        deployment.Plan?.Technology,
        deployment.ReleaseId,
        deployment.Variables,
        deployment.Ref.CreatedAt);
}
