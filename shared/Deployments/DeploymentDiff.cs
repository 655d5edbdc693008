using ClickDeploy.Services;
using ClickDeploy.Variables;

namespace ClickDeploy.Deployments;

/// <summary>What is different in one deployment from another of the same service.</summary>
/// <param name="Commit">Another one was built.</param>
/// <param name="Config">Null: one of them never had its turn, so that its configuration was not taken down.</param>
/// <param name="Variables">By name: values are compared by keyed digest and never shown. Null: one of the revisions is not known any more.</param>
/// <param name="Release">Another release runs, be it of the same commit.</param>
public sealed record DeploymentDiff(bool Commit, IReadOnlyList<PendingChange>? Config, IReadOnlyList<VariableChange>? Variables, bool Release)
{
    public static DeploymentDiff Between(Deployment one, Deployment other, VariableRevision? variables, VariableRevision? otherVariables) => new(
        one.CommitSha != other.CommitSha,
        one.Config is { } config && other.Config is { } otherConfig ? PendingChange.Between(config, otherConfig) : null,
        variables is null || otherVariables is null ? null : VariableRevision.Between(variables, otherVariables),
        one.ReleaseId != other.ReleaseId);
}
