using ClickDeploy.Core;

namespace ClickDeploy.Processes;

/// <summary>A workload as <see cref="Runs"/> starts it: what a job and an instance have in common.</summary>
internal sealed record RunPlan
{
    /// <summary>The name of its folder: <c>^[a-z0-9][a-z0-9-]{0,99}$</c>.</summary>
    public required string Id { get; init; }

    public required IReadOnlyList<string> Command { get; init; }

    public required string WorkingDirectory { get; init; }

    public required IReadOnlyDictionary<string, Sensitive<string>> Environment { get; init; }

    /// <summary>What the command can read once from descriptor 3, a pipe: at most <see cref="MostInput"/> bytes. It is in no file, argument or variable. Null: nothing.</summary>
    public Sensitive<byte[]>? Input { get; init; }

    /// <summary>A pipe takes so much before anybody reads.</summary>
    public const int MostInput = 4096;

    public required OutputPlan Output { get; init; }

    /// <summary>Files that are written into the run's folder before it starts, by name.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>RLIMIT_NOFILE.</summary>
    public int OpenFiles { get; init; } = 8192;

    /// <summary>RLIMIT_FSIZE; null: no limit.</summary>
    public long? FileBytes { get; init; }

    public TimeSpan? Timeout { get; init; }

    /// <summary>Held by cgroup where there is one; null: none.</summary>
    public RunLimits? Limits { get; init; }

    /// <summary>Written into run.json for people and for whoever finds the folder again. Never secret.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
}

/// <summary>Of the whole tree. <paramref name="Processes"/> counts threads too.</summary>
internal sealed record RunLimits(double Cpus, long MemoryBytes, int Processes);

/// <summary>How much output is kept of each file, and which end. <paramref name="Merged"/>: stderr goes to stdout's file.</summary>
internal sealed record OutputPlan(OutputKeep Keep, long Bytes, bool Merged);

internal enum OutputKeep
{
    Head,
    Tail,
}
