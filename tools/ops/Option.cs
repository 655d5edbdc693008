namespace ClickDeploy.Ops;

/// <param name="Name">With its dashes.</param>
/// <param name="Value">What follows it, as the help calls it; null: nothing does.</param>
internal sealed record Option(string Name, string? Value, string Meaning);
