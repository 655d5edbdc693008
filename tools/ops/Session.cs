using ClickDeploy.Ops.Platform;

namespace ClickDeploy.Ops;

/// <summary>What a command works with.</summary>
internal sealed record Session(PlatformClient Platform, Screen Screen, Func<string, string?> Environment);
