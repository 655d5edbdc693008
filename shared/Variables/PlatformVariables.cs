namespace ClickDeploy.Variables;

/// <summary>What the platform gives to every application besides the user's own variables.</summary>
public static class PlatformVariables
{
    /// <summary>Where it listens: chosen at each start, and never the user's.</summary>
    public const string Port = "PORT";

    /// <summary>What holds unless the user says otherwise.</summary>
    public static IReadOnlyDictionary<string, string> Defaults { get; } = new Dictionary<string, string>
    {
        ["NODE_ENV"] = "production",

        // A start script runs under npm, whose news of itself would be the last lines of a failed application.
        ["npm_config_update_notifier"] = "false",
    };
}
