using ClickDeploy.Plans;
using ClickDeploy.Processes;

namespace ClickDeploy.Orchestrations.Deployments;

/// <summary>What a plan adds to the environment of its commands. The user's variables come after these, and win.</summary>
internal static class PlanVariables
{
    /// <param name="plan">What is built.</param>
    /// <param name="source">The checkout.</param>
    /// <param name="cache">The folder of a cache.</param>
    public static Dictionary<string, string> OfBuild(BuildPlan plan, string source, Func<string, string> cache) =>
        Merged([.. BuildCaches.Variables(plan.Caches, cache), .. plan.BuildVariables, .. Programs(plan, source)]);

    /// <param name="plan">What runs.</param>
    /// <param name="release">Where it runs.</param>
    public static Dictionary<string, string> OfInstance(BuildPlan plan, string release) => Merged([.. plan.Variables, .. Programs(plan, release)]);

    private static IEnumerable<KeyValuePair<string, string>> Programs(BuildPlan plan, string root) => plan.Path.Count == 0 ? [] :
    [
        new("PATH", string.Join(':', plan.Path.Select(folder => Path.Combine(root, plan.Directory, folder)).Append(CleanEnvironment.DefaultPath))),
    ];

    private static Dictionary<string, string> Merged(IEnumerable<KeyValuePair<string, string>> variables)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in variables)
        {
            all[name] = value;
        }

        return all;
    }
}
