using ClickDeploy.Core;
using ClickDeploy.Deployments;

namespace ClickDeploy.Logs;

/// <summary>The name of a log: blobs <c>{org}/{name}/{first seq:D16}</c> of the container <c>logs</c>.</summary>
public sealed record LogStream(OrgId Org, string Name)
{
    public static LogStream Of(DeploymentRef deployment) => new(deployment.Service.OrgId, $"deployment-{deployment.Id}");

    /// <summary>What every segment's name starts with.</summary>
    public string Prefix => $"{Org.Key}/{Name}/";

    /// <summary>What a new line raises in <see cref="Signals"/>.</summary>
    public string Subject => $"log|{Prefix}";

    /// <summary>The name of the segment whose first line is <paramref name="firstSeq"/>.</summary>
    public string Segment(long firstSeq) => $"{Prefix}{firstSeq:D16}";
}
