using ClickDeploy.Core;

namespace ClickDeploy.Targets;

/// <summary>What is to run.</summary>
public sealed record InstanceSpec
{
    public required InstanceId Id { get; init; }

    /// <summary>Who owns it, for orphans and for people who look at the machine: shown in files and labels, never parsed.</summary>
    public required ServiceId Service { get; init; }

    /// <summary>The release: an absolute directory on <c>local</c>, an image by digest elsewhere. Not written to by the target.</summary>
    public required string Release { get; init; }

    /// <summary>How to run it.</summary>
    public required Workload Workload { get; init; }

    /// <summary>The user's variables. The target adds PORT and HOST where there is a port.</summary>
    public IReadOnlyDictionary<string, Sensitive<string>> Environment { get; init; } = new Dictionary<string, Sensitive<string>>();

    /// <summary>Null: a worker, without address. The number itself counts on isolated targets; on <c>local</c> the reserved port takes its place.</summary>
    public int? Port { get; init; }

    /// <summary>The log that its output belongs to, handed to <see cref="IOutputSink"/> as it is; null: it is kept nowhere.</summary>
    public string? Log { get; init; }

    public required InstanceLimits Limits { get; init; }

    /// <summary>How many copies the service asked for; a target that cannot run so many refuses.</summary>
    public int Count { get; init; } = 1;
}

/// <summary>What runs in an instance.</summary>
public abstract record Workload
{
    private Workload()
    {
    }

    /// <summary>The user's command: the single argument of <c>/bin/sh -c</c>, in <paramref name="Directory"/> relative to the release ("" is its root).</summary>
    public sealed record Command(string Line, string Directory = "") : Workload;

    /// <summary>Files of <paramref name="Directory"/>, relative to the release, over HTTP by Caddy.</summary>
    /// <paramref name="Fallback"/>: the page among them that answers where there is no file; null: none.
    public sealed record StaticFiles(string Directory = "", string? Fallback = null) : Workload;
}

/// <summary>Specification 13.2. <paramref name="Cpus"/>: cores; <paramref name="MemoryBytes"/>: of the whole tree; <paramref name="Processes"/>: threads and processes.</summary>
public sealed record InstanceLimits(double Cpus, long MemoryBytes, int Processes = 512);
