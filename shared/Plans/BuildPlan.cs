namespace ClickDeploy.Plans;

/// <summary>How a repository becomes something that runs: a value, made by the planner, carried out by others. Paths are relative to the repository; "" is its root.</summary>
public sealed record BuildPlan
{
    /// <summary>What decided: <c>commands</c>, <c>static</c>, <c>node</c>, <c>python</c>…</summary>
    public required string Provider { get; init; }

    /// <summary>For people: "Node", "Next.js", "Static files".</summary>
    public required string Technology { get; init; }

    /// <summary>The file that decided; null: the service's own commands.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>Where commands run.</summary>
    public string Directory { get; init; } = "";

    /// <summary>Where <see cref="Install"/> runs, if elsewhere: the root of a workspace.</summary>
    public string? InstallDirectory { get; init; }

    public string? Install { get; init; }

    public string? Build { get; init; }

    /// <summary>Null: static files are served.</summary>
    public string? Start { get; init; }

    /// <summary>The static files that are served when there is no <see cref="Start"/>; null: <see cref="Directory"/>.</summary>
    public string? Output { get; init; }

    /// <summary>The page of <see cref="Output"/> that answers where no file does, as single-page applications need it; null: none.</summary>
    public string? Fallback { get; init; }

    /// <summary>Folders of programs, relative to <see cref="Directory"/>, that come before those of the machine: a virtual environment.</summary>
    public IReadOnlyList<string> Path { get; init; } = [];

    /// <summary>What the build needs besides the service's variables.</summary>
    public IReadOnlyDictionary<string, string> BuildVariables { get; init; } = new Dictionary<string, string>();

    /// <summary>What the running application needs besides the service's variables.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>The versions that the repository asks for.</summary>
    public IReadOnlyList<WantedVersion> Versions { get; init; } = [];

    /// <summary>The tools that the commands need where they run without an image.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>Package managers whose downloads are worth keeping between builds.</summary>
    public IReadOnlyList<string> Caches { get; init; } = [];

    /// <summary>What the user should know of the decision, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>A note on <see cref="Start"/>, until it is known whether that stays.</summary>
    internal string? StartNote { get; init; }
}

/// <summary>A version that the repository asks for, as it is written there. <paramref name="By"/>: the file that says so.</summary>
public sealed record WantedVersion(string Tool, string Version, string By);
