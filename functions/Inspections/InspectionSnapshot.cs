using ClickDeploy.Core;
using ClickDeploy.Functions.Services;
using ClickDeploy.Inspections;
using ClickDeploy.Plans;

namespace ClickDeploy.Functions.Inspections;

/// <summary>An inspection as the API shows it. <paramref name="Plan"/>: null where nothing was found; <paramref name="Error"/> then says what to do.</summary>
/// <param name="Status"><c>running</c>, <c>done</c>, or <c>failed</c>: the repository could not be looked at.</param>
public sealed record InspectionSnapshot(
    Guid Id,
    string Status,
    GitSourceSnapshot? GitSource,
    string? DefaultBranch,
    IReadOnlyList<string> Branches,
    bool MoreBranches,
    string? CommitSha,
    string? CommitMessage,
    string? CommitAuthor,
    string? Technology,
    PlanSnapshot? Plan,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> LookedFor,
    IReadOnlyList<PlanSuggestion> Suggestions,
    InspectionError? Error,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt)
{
    public static InspectionSnapshot Of(Inspection inspection, InspectionAnswer answer) => new(
        inspection.Ref.Id,
        answer.FinishedAt is null ? "running" : answer.Failure is null ? "done" : "failed",
        GitSourceSnapshot.Of(inspection.Source) is { } source ? source with { HasToken = inspection.WithToken } : null,
        answer.DefaultBranch,
        answer.Branches,
        answer.MoreBranches,
        answer.CommitSha,
        answer.CommitMessage,
        answer.CommitAuthor,
        answer.Plan?.Technology,
        answer.Plan is { } plan ? PlanSnapshot.Of(plan, answer.MissingTools) : null,
        [.. Lacking(answer), .. answer.Remarks],
        answer.NoPlan is null ? [] : Planner.LookedFor,
        answer.Suggestions,
        InspectionError.Of(answer.Failure, answer.NoPlan),
        inspection.RequestedAt,
        answer.FinishedAt);

    /// <summary>The field that a failure is about.</summary>
    public static string FieldOf(Failure failure) => failure.Code switch
    {
        "no_such_branch" or "no_such_commit" or "commit_not_offered" => "git_source.branch",
        "root_directory_missing" => "git_source.root_dir",
        _ => "git_source.url",
    };

    private static IEnumerable<string> Lacking(InspectionAnswer answer) =>
        answer.Plan is { } plan && PlanTools.Lacking(plan, answer.MissingTools) is { } failure ? [$"{failure.Message} {failure.Fix}"] : [];
}

/// <summary>Why there is no plan. <paramref name="Field"/>: what to change, where it is a field of the request.</summary>
public sealed record InspectionError(string? Field, string Code, string Message, string Fix)
{
    public static InspectionError? Of(Failure? failure, Failure? noPlan) =>
        failure is not null ? new(InspectionSnapshot.FieldOf(failure), failure.Code, failure.Message, failure.Fix)
        : noPlan is not null ? new(null, noPlan.Code, noPlan.Message, noPlan.Fix)
        : null;
}
