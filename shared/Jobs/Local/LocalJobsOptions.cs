namespace ClickDeploy.Jobs.Local;

/// <summary>Settings of jobs on this machine.</summary>
public sealed class LocalJobsOptions
{
    /// <summary><c>DATA_DIR</c>: absolute. Jobs are kept in <c>jobs/</c> beneath it.</summary>
    public string DataDir { get; set; } = "";

    /// <summary><c>JOB_OPEN_FILES</c>: RLIMIT_NOFILE of a job's processes.</summary>
    public int OpenFiles { get; set; } = 8192;
}
