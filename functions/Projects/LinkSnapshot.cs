namespace ClickDeploy.Functions.Projects;

/// <summary>
/// A line of the canvas. <paramref name="Source"/> uses what <paramref name="Target"/> offers: for a variable, the service that has it and the service that its
/// value comes from. <paramref name="Label"/>: the variable's key. There is one for each variable; a page may draw those between two nodes as one.
/// </summary>
public sealed record LinkSnapshot(string Id, LinkKind Kind, string Source, string Target, string Label);

public enum LinkKind
{
    Variable,
}
