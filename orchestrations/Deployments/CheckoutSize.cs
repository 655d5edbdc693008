using ClickDeploy.Clients.Git;
using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Releases;

namespace ClickDeploy.Orchestrations.Deployments;

/// <summary>
/// What a checkout would write, counted before it writes: a pack of a few KiB can hold many GiB, and one file many times.
/// It only reads, so that it may be asked again after a crash.
/// </summary>
public sealed class CheckoutSize(ReleaseDirectories directories, ShortGit git)
{
    /// <summary>Null: it fits, or the job is no checkout.</summary>
    public async Task<Failure?> Refuses(Deployment deployment, BuildJob job, CancellationToken cancellation)
    {
        var (directory, source) = (directories.SourceOf(deployment.Ref.Id), BuildSource.Of(deployment));
        var list = job switch
        {
            BuildJob.Checkout => GitCommands.Tree(directory),
            BuildJob.CheckoutCommit => GitCommands.TreeOfCommit(directory, source.Revision),
            _ => null,
        };
        return list is not null && Fault(source, await git.Run(list, cancellation)) is { } fault ? new(fault.Code, fault.Message, fault.Fix) : null;
    }

    private static GitFailure? Fault(BuildSource source, ShortGitResult listed) => listed switch
    {
        ShortGitResult.Succeeded { Output: var output } => GitTree.Parse(output).Bytes > GitCommands.LargestFile ? GitFailure.TooLarge(source.Url) : null,
        ShortGitResult.Failed { End: GitEnd.Exited } failed => GitFailure.Explain(source.Url, source.Revision, failed.End, failed.Output),
        _ => GitFailure.TooManyFiles(source.Url),
    };
}
