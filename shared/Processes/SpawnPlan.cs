namespace ClickDeploy.Processes;

/// <summary>What <see cref="Spawner"/> hands to the kernel. Paths are absolute; <see cref="Environment"/> holds <c>NAME=value</c> in bytes, complete.</summary>
internal sealed record SpawnPlan
{
    public required string Program { get; init; }

    /// <summary>With the program's own name as the first.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    public required IReadOnlyList<byte[]> Environment { get; init; }

    /// <summary>Comes to the process in a pipe at descriptor 3; null: there is none.</summary>
    public byte[]? Input { get; init; }

    public required string WorkingDirectory { get; init; }

    public required string StdoutFile { get; init; }

    /// <summary>May be the same file as <see cref="StdoutFile"/>: then both are one open file and lines come in their order.</summary>
    public required string StderrFile { get; init; }
}
