using ClickDeploy.Core;
using ClickDeploy.Variables;

namespace ClickDeploy.Orchestrations.Deployments;

/// <summary>The environment of a command: what the platform would set, and over it the user's variables as they are.</summary>
internal static class Environments
{
    public static Dictionary<string, Sensitive<string>> Of(IEnumerable<KeyValuePair<string, string>> platform, VariableSet variables)
    {
        var all = new Dictionary<string, Sensitive<string>>(StringComparer.Ordinal);
        foreach (var (name, value) in platform)
        {
            all[name] = new(value);
        }

        foreach (var variable in variables.Variables)
        {
            all[variable.Key] = variable.Value;
        }

        return all;
    }

    /// <summary>For an install command: with <c>NODE_ENV=production</c> every package manager would leave out what the build needs.</summary>
    public static Dictionary<string, Sensitive<string>> OfInstall(IEnumerable<KeyValuePair<string, string>> platform, VariableSet variables)
    {
        var all = Of(platform, variables);
        if (all.GetValueOrDefault("NODE_ENV")?.Reveal() == "production")
        {
            all.Remove("NODE_ENV");
        }

        return all;
    }
}
