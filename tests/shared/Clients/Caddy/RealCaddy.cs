namespace ClickDeploy.Tests.Shared.Clients.Caddy;

/// <summary>Tests that load the machine through a real Caddy: one after the other, beside nothing but the other lane of ./check.</summary>
[CollectionDefinition(nameof(RealCaddy), DisableParallelization = true)]
public sealed class RealCaddy;
