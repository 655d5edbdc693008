namespace ClickDeploy.Tests.Platform;

/// <summary>Tests that run whole platforms: one class after the other, beside nothing but the other lane of ./check.</summary>
[CollectionDefinition(nameof(RealPlatform), DisableParallelization = true)]
public sealed class RealPlatform;
