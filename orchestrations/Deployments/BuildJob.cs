using ClickDeploy.Deployments;
using ClickDeploy.Jobs;

namespace ClickDeploy.Orchestrations.Deployments;

/// <summary>The commands of a build that may take long; each is a job of its own.</summary>
public enum BuildJob
{
    /// <summary>One commit.</summary>
    Fetch,

    /// <summary>Everything: for a commit that the server does not give by its id.</summary>
    FetchAll,
    Checkout,
    CheckoutCommit,
    Install,
    Build,

    /// <summary>Not of the build: it runs in the release that was built.</summary>
    PreDeploy,
}

public static class BuildJobs
{
    public static IReadOnlyList<BuildJob> All { get; } = Enum.GetValues<BuildJob>();

    public static IReadOnlyList<BuildJob> OfBuild { get; } = [.. All.Where(job => job != BuildJob.PreDeploy)];

    public static bool IsGit(this BuildJob job) => job is not (BuildJob.Install or BuildJob.Build or BuildJob.PreDeploy);

    public static JobId IdOf(DeploymentRef deployment, BuildJob job) => new($"{deployment.Id}-{job.ToString().ToLowerInvariant()}");
}
