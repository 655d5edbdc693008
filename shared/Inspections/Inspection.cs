using ClickDeploy.Core;
using ClickDeploy.Plans;
using ClickDeploy.Services;

namespace ClickDeploy.Inspections;

/// <summary>An inspection with what its rows are found by. Ids only, so it may stand in a history.</summary>
public sealed record InspectionRef(string Org, Guid Id)
{
    public OrgId OrgId => new(Org);
}

/// <summary>What was asked: a look at a repository before anything is made of it.</summary>
public sealed record Inspection(InspectionRef Ref, string User, GitSource Source, DateTimeOffset RequestedAt)
{
    /// <summary>A token was used; it is gone from <see cref="Source"/> when the look is over.</summary>
    public bool WithToken { get; init; }
}

/// <summary>What was found so far.</summary>
public sealed record InspectionAnswer
{
    /// <summary>Null: it goes on.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Why the repository could not be looked at.</summary>
    public Failure? Failure { get; init; }

    /// <summary>The branch that is taken where none is named.</summary>
    public string? DefaultBranch { get; init; }

    public IReadOnlyList<string> Branches { get; init; } = [];

    /// <summary>There are more branches than are listed.</summary>
    public bool MoreBranches { get; init; }

    public string? CommitSha { get; init; }

    public string? CommitMessage { get; init; }

    public string? CommitAuthor { get; init; }

    public BuildPlan? Plan { get; init; }

    /// <summary>The plan's tools that this machine lacks.</summary>
    public IReadOnlyList<string> MissingTools { get; init; } = [];

    /// <summary>What the user should know of the plan on this machine.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Why there is no plan.</summary>
    public Failure? NoPlan { get; init; }

    public IReadOnlyList<PlanSuggestion> Suggestions { get; init; } = [];
}
