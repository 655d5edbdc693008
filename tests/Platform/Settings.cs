namespace ClickDeploy.Tests.Platform;

/// <summary>Settings of platforms that tests start.</summary>
internal static class Settings
{
    /// <summary>An old instance goes soon after the switch.</summary>
    public static IReadOnlyDictionary<string, string> Fast { get; } = new Dictionary<string, string> { ["DRAIN_SECONDS"] = "0.2", ["STOP_GRACE_SECONDS"] = "5" };
}
