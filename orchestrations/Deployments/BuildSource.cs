using ClickDeploy.Clients.Git;
using ClickDeploy.Deployments;

namespace ClickDeploy.Orchestrations.Deployments;

/// <summary>What a deployment fetches. The service's address and branch were checked when they were saved.</summary>
internal sealed record BuildSource(GitUrl Url, GitRevision Revision)
{
    public static BuildSource Of(Deployment deployment)
    {
        var source = deployment.Config?.GitSource ?? throw new InvalidOperationException($"Deployment {deployment.Ref.Id} has no source.");
        return new(Accepted(GitUrl.Parse(source.Url, development: true)), Accepted(GitRevision.Parse(deployment.RequestedCommit ?? source.Branch)));
    }

    private static T Accepted<T>(Parsed<T> parsed) => parsed is Parsed<T>.Accepted accepted
        ? accepted.Value
        : throw new InvalidOperationException(((Parsed<T>.Refused)parsed).Message);
}
