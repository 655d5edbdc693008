using ClickDeploy.Clients.Git;
using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Jobs;

namespace ClickDeploy.Orchestrations.Deployments;

/// <summary>What the end of a job means to the user. Null: all is well.</summary>
internal static class JobFailures
{
    public static Failure? Of(JobStatus status, BuildJob job, string lastOutput, Deployment deployment) => status switch
    {
        JobStatus.Exited { Code: 0 } => null,
        JobStatus.NotStarted refused => new("job_not_started", $"The {Word(job)} could not be started: {refused.Reason}", "Mend that, then deploy again."),
        JobStatus.Exited exited when job.IsGit() => Git(deployment, new GitEnd.Exited(exited.Code), lastOutput),
        JobStatus.TimedOut when job.IsGit() => Git(deployment, new GitEnd.TimedOut(), lastOutput),
        JobStatus.Killed killed when job.IsGit() => Git(deployment, new GitEnd.Killed(killed.Reason), lastOutput),
        JobStatus.Exited exited => new($"{Code(job)}_failed", $"The {Word(job)} command ended with exit code {exited.Code}: {Line(deployment, job)}", "Read the end of the log, mend the code or the command, and deploy again."),
        JobStatus.TimedOut => new($"{Code(job)}_timeout", $"The {Word(job)} command took too long and was ended: {Line(deployment, job)}", "Make it faster, then deploy again."),
        JobStatus.Killed killed => new($"{Code(job)}_killed", $"The {Word(job)} was killed: {killed.Reason}", "Deploy again; if it was memory, let the build use less."),
        _ => new("job_lost", $"What became of the {Word(job)} is not known.", "Deploy again."),
    };

    private static Failure Git(Deployment deployment, GitEnd end, string output)
    {
        var source = BuildSource.Of(deployment);
        var failure = GitFailure.Explain(source.Url, source.Revision, end, output);
        return failure.Code == GitFailure.NeedsLogin && deployment.Config?.GitSource?.SealedToken is not null
            ? new(failure.Code, $"{source.Url.Host} does not take the service's token, or it may not read {source.Url}.", "Set git_source.token to a token that may read the repository, then deploy again.")
            : new(failure.Code, failure.Message, failure.Fix);
    }

    private static string Word(BuildJob job) => job switch
    {
        BuildJob.Fetch or BuildJob.FetchAll => "fetch",
        BuildJob.Checkout or BuildJob.CheckoutCommit => "checkout",
        BuildJob.Install => "install",
        BuildJob.PreDeploy => "pre-deploy",
        _ => "build",
    };

    private static string Code(BuildJob job) => Word(job).Replace('-', '_');

    private static string? Line(Deployment deployment, BuildJob job) => job switch
    {
        BuildJob.Install => deployment.Plan?.Install,
        BuildJob.PreDeploy => deployment.Config?.PreDeployCommand,
        _ => deployment.Plan?.Build,
    };
}
