namespace ClickDeploy.Tests.Platform;

/// <summary>Tests that run whole platforms: one class after the other, beside nothing else.</summary>
[CollectionDefinition(nameof(RealPlatform), DisableParallelization = true)]
public sealed class RealPlatform;
