namespace ClickDeploy.Jobs;

/// <summary>What is known of a job.</summary>
public abstract record JobStatus
{
    private JobStatus()
    {
    }

    /// <summary>No job of this id was started here, or it was removed.</summary>
    public sealed record Unknown : JobStatus;

    public sealed record Running : JobStatus;

    /// <summary>It ended by itself. <paramref name="Code"/> 0–255.</summary>
    public sealed record Exited(int Code) : JobStatus;

    /// <summary>It ran past its time-out and was killed.</summary>
    public sealed record TimedOut : JobStatus;

    /// <summary>It was killed: by <see cref="IJobs.Stop"/>, by the kernel for want of memory, with the machine.</summary>
    public sealed record Killed(string Reason) : JobStatus;

    /// <summary>It could not be started. <paramref name="Reason"/> is a sentence: the program that is missing, the folder that does not exist.</summary>
    public sealed record NotStarted(string Reason) : JobStatus;
}
