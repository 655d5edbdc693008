using ClickDeploy.Tests.Orchestrations.World;

namespace ClickDeploy.Tests.Upgrades;

/// <summary>A path through an orchestrator that is worth a recorded history.</summary>
/// <param name="Name">As its file: <c>{orchestrator}.{what}</c>.</param>
/// <param name="Play">Goes it to the end; answers the id of the instance that did.</param>
internal sealed record Scenario(string Name, Func<SagaWorld, string> Play)
{
    /// <summary>Where its source is, instead of a repository with a page.</summary>
    public string? Source { get; init; }

    public int? Port { get; init; } = 8080;

    public string Orchestrator => Name.Split('.')[0];
}
