using ClickDeploy.Core;

namespace ClickDeploy.Plans;

/// <summary>What a plan means on a machine whose tools are known.</summary>
public static class PlanTools
{
    /// <summary>Null: nothing is missing.</summary>
    public static Failure? Lacking(BuildPlan plan, IReadOnlyList<string> missing)
    {
        if (missing.Count == 0)
        {
            return null;
        }

        // The commands themselves are the user's, and a failure is kept in a history.
        var users = new[] { ("install", plan.Install), ("build", plan.Build), ("start", plan.Start) }.Where(command => missing.Any(tool => KnownTools.IsUsed(tool, command.Item2))).Select(command => command.Item1);
        return new(
            "tool_missing",
            $"This machine has no {string.Join(" and no ", missing)}, which {plan.Technology} needs here to {string.Join(" and ", users)}.",
            $"Install on this machine: {string.Join("; ", missing.Select(KnownTools.Install))}. Or set other commands in Source.");
    }

    /// <summary>Null: the machine's version is among those that are asked for.</summary>
    public static string? Remark(WantedVersion wanted, string? actual) => actual is null || WantedVersions.IsMet(wanted.Version, actual)
        ? null
        : $"{wanted.By} asks for {wanted.Tool} {wanted.Version}; this machine has {actual}, and that is used.";
}
