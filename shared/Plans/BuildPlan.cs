namespace ClickDeploy.Plans;

/// <summary>How a repository becomes something that runs: a value, made by the planner, carried out by others.</summary>
public sealed record BuildPlan
{
    /// <summary>What decided: <c>commands</c>, <c>static</c>, <c>node</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>For people: "Node", "Static files".</summary>
    public required string Technology { get; init; }

    /// <summary>The file that decided, relative to the root directory; null: the service's own commands.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>Where commands run, relative to the repository; "" is its root.</summary>
    public string Directory { get; init; } = "";

    public string? Install { get; init; }

    public string? Build { get; init; }

    /// <summary>Null: static files are served from <see cref="Directory"/>.</summary>
    public string? Start { get; init; }
}
