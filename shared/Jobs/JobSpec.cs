using ClickDeploy.Core;

namespace ClickDeploy.Jobs;

/// <summary>What to run.</summary>
public sealed record JobSpec
{
    public required JobId Id { get; init; }

    /// <summary>Program and arguments, given to the kernel as they are: no shell reads them. A user's command is <see cref="UserCommand"/>.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Absolute path, must exist.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The whole environment but for PATH, HOME and LANG, which have defaults. Nothing of the platform's own is inherited.</summary>
    public IReadOnlyDictionary<string, Sensitive<string>> Environment { get; init; } = new Dictionary<string, Sensitive<string>>();

    /// <summary>A secret that the command reads once from descriptor 3, at most 4 KiB; null: there is none.</summary>
    public Sensitive<byte[]>? Input { get; init; }

    /// <summary>Killed when it runs longer: <see cref="JobStatus.TimedOut"/>.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>What all its processes together may use; null: no limit.</summary>
    public JobLimits? Limits { get; init; }

    /// <summary>No file the job writes may become larger, in bytes (RLIMIT_FSIZE); null: no limit.</summary>
    public long? MaxFileBytes { get; init; }

    /// <summary>Output beyond this many bytes is not kept; the job goes on and the file ends with a line that says so.</summary>
    public long MaxOutputBytes { get; init; } = 64L << 20;
}

/// <summary>Held for the whole tree where the machine can, else the memory for each process. <paramref name="Processes"/> counts threads too.</summary>
public sealed record JobLimits(double Cpus, long MemoryBytes, int Processes);
