using ClickDeploy.Clients.Git;
using ClickDeploy.Core;
using ClickDeploy.Inspections;

namespace ClickDeploy.Orchestrations.Inspections;

/// <summary>What an inspection fetches. Address and branch were checked when they were sent.</summary>
internal sealed record InspectionSource(GitUrl Url, GitRevision Revision)
{
    public static InspectionSource Of(Inspection inspection) => new(
        Accepted(GitUrl.Parse(inspection.Source.Url, development: true)),
        Accepted(GitRevision.Parse(inspection.Source.Branch)));

    /// <summary>What Git said, in the user's words.</summary>
    public Failure Explain(GitEnd end, string output)
    {
        var failure = GitFailure.Explain(Url, Revision, end, output);
        return new(failure.Code, failure.Message, failure.Fix);
    }

    private static T Accepted<T>(Parsed<T> parsed) => parsed is Parsed<T>.Accepted accepted
        ? accepted.Value
        : throw new InvalidOperationException(((Parsed<T>.Refused)parsed).Message);
}
