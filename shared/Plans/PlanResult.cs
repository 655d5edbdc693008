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
    public sealed record Refused(Failure Failure) : PlanResult;
}
