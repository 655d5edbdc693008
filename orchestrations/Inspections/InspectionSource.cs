using ClickDeploy.Clients.Git;
using ClickDeploy.Core;
using ClickDeploy.Inspections;
using ClickDeploy.Jobs;

namespace ClickDeploy.Orchestrations.Inspections;

/// <summary>What an inspection fetches. Address and branch were checked when they were sent.</summary>
internal sealed record InspectionSource(GitUrl Url, GitRevision Revision)
{
    public static InspectionSource Of(Inspection inspection) => new(
        Accepted(GitUrl.Parse(inspection.Source.Url, development: true)),
        Accepted(GitRevision.Parse(inspection.Source.Branch)));

    /// <summary>What became of Git, in the user's words.</summary>
    public Failure Explain(JobStatus status, string output) => status switch
    {
        JobStatus.Exited exited => Explain(new GitEnd.Exited(exited.Code), output),
        JobStatus.TimedOut => Explain(new GitEnd.TimedOut(), output),
        JobStatus.Killed killed => Explain(new GitEnd.Killed(killed.Reason), output),
        JobStatus.NotStarted refused => new("job_not_started", $"The fetch could not be started: {refused.Reason}", "Mend that, then try again."),
        _ => new("job_lost", "What became of the fetch is not known.", "Try again."),
    };

    private Failure Explain(GitEnd end, string output)
    {
        var failure = GitFailure.Explain(Url, Revision, end, output);
        return new(failure.Code, failure.Message, failure.Fix);
    }

    private static T Accepted<T>(Parsed<T> parsed) => parsed is Parsed<T>.Accepted accepted
        ? accepted.Value
        : throw new InvalidOperationException(((Parsed<T>.Refused)parsed).Message);
}
