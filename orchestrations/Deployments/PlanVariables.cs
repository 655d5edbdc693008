using ClickDeploy.Plans;

namespace ClickDeploy.Orchestrations.Deployments;

/// <summary>What a plan adds to the environment of its commands. The user's variables come after these, and win.</summary>
internal static class PlanVariables
{
    /// <param name="plan">What is built.</param>
    /// <param name="source">The checkout.</param>
    /// <param name="path">The machine's own.</param>
    /// <param name="cache">The folder of a cache.</param>
    public static Dictionary<string, string> OfBuild(BuildPlan plan, string source, string path, Func<string, string> cache) =>
        Merged([.. BuildCaches.Variables(plan.Caches, cache), .. plan.BuildVariables, Programs(plan, source, path)]);

    /// <param name="plan">What runs.</param>
    /// <param name="release">Where it runs.</param>
    /// <param name="path">The machine's own.</param>
    public static Dictionary<string, string> OfInstance(BuildPlan plan, string release, string path) => Merged([.. plan.Variables, Programs(plan, release, path)]);

    private static KeyValuePair<string, string> Programs(BuildPlan plan, string root, string path) =>
        new("PATH", string.Join(':', plan.Path.Select(folder => Path.Combine(root, plan.Directory, folder)).Append(path)));

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
