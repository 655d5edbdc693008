namespace ClickDeploy.Tests.SelfHost.Telemetry;

/// <summary>Tests that nothing may run beside. Apart from them: of a test class that defines its own collection, fixtures are made twice and ended once.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ListeningToAll
{
    public const string Name = "listening to the whole process";
}
