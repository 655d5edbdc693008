using ClickDeploy.Core;

namespace ClickDeploy.Plans;

/// <summary>What came of looking at a repository.</summary>
public abstract record PlanResult
{
    private PlanResult()
    {
    }

    public sealed record Planned(BuildPlan Plan) : PlanResult;

    /// <summary>Nothing that can be run was found, or what was found is wrong; the failure says what was looked for and what to set.</summary>
    public sealed record Refused(Failure Failure) : PlanResult
    {
        public Refused(string code, string message, string fix)
            : this(new Failure(code, message, fix))
        {
        }

        /// <summary>Other directories of the repository that hold an application.</summary>
        public IReadOnlyList<PlanSuggestion> Suggestions { get; init; } = [];
    }
}

/// <summary>A directory that holds an application. <paramref name="RootDir"/>: absolute, as a service's is.</summary>
public sealed record PlanSuggestion(string RootDir, string Technology, string DecidedBy);
