namespace ClickDeploy.Targets;

/// <summary>What is seen of an instance.</summary>
public abstract record InstanceStatus
{
    private InstanceStatus()
    {
    }

    /// <summary>Not known here: never started, or removed.</summary>
    public sealed record Unknown : InstanceStatus;

    public sealed record Starting : InstanceStatus;

    /// <summary>It runs since <paramref name="Since"/> at <paramref name="Address"/> (null: a worker). <paramref name="SoftLimits"/>: the limits hold per process only, not for the tree.</summary>
    public sealed record Running(string? Address, DateTimeOffset Since, bool SoftLimits) : InstanceStatus;

    /// <summary>It ended. <paramref name="Code"/>: its exit code, null when it was killed (memory, signal, reboot). <paramref name="Reason"/>: a sentence.</summary>
    public sealed record Ended(int? Code, string Reason) : InstanceStatus;
}
