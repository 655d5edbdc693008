namespace ClickDeploy.Projects;

/// <summary>Where projects of this installation can be: the first of each is the default.</summary>
public sealed record ProjectPlaces(IReadOnlyList<string> Regions, IReadOnlyList<string> Targets)
{
    public static ProjectPlaces ThisMachine { get; } = new(["local"], ["local"]);
}
