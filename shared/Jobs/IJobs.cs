namespace ClickDeploy.Jobs;

/// <summary>
/// Long commands (fetch, install, build) that outlive the platform's process: each runs in its own process group with its own output files and
/// is known by an id of the caller's, so that starting twice is one job and a crash of the platform leaves nothing unknown. Source: DESIGN 7 and 8.
/// </summary>
public interface IJobs
{
    /// <summary>Starts the job unless one of this id was started before. Returns at once.</summary>
    Task Start(JobSpec spec, CancellationToken cancellation = default);

    /// <summary>What is known of the job now; waits up to <paramref name="wait"/> for its end.</summary>
    Task<JobStatus> Inspect(JobId id, TimeSpan wait, CancellationToken cancellation = default);

    /// <summary>Up to <paramref name="count"/> bytes of the job's output (stdout and stderr in one file, as they came) from <paramref name="offset"/>; empty when there is no more now.</summary>
    Task<byte[]> ReadOutput(JobId id, long offset, int count, CancellationToken cancellation = default);

    /// <summary>Kills the job's whole process tree if it runs; afterwards nothing of it is alive. A job that does not exist yet can never start afterwards.</summary>
    Task Stop(JobId id, CancellationToken cancellation = default);

    /// <summary>Stops the job and forgets it: its output files and cgroup go. Nothing happens when it is unknown.</summary>
    Task Remove(JobId id, CancellationToken cancellation = default);
}
