using Microsoft.Extensions.Options;

namespace ClickDeploy.Jobs.Local;

/// <summary>Settings of jobs on this machine.</summary>
public sealed class LocalJobsOptions
{
    /// <summary><c>DATA_DIR</c>: absolute. Jobs are kept in <c>jobs/</c> beneath it.</summary>
    public string DataDir { get; set; } = "";

    /// <summary><c>JOB_OPEN_FILES</c>: RLIMIT_NOFILE of a job's processes.</summary>
    public int OpenFiles { get; set; } = 8192;
}

internal sealed class LocalJobsOptionsRules : IValidateOptions<LocalJobsOptions>
{
    public ValidateOptionsResult Validate(string? name, LocalJobsOptions options)
    {
        var faults = new List<string>();
        if (!Path.IsPathFullyQualified(options.DataDir))
            faults.Add($"DATA_DIR is \"{options.DataDir}\": set it to the absolute path of the data folder.");
        if (options.OpenFiles is < 64 or > 1 << 20)
            faults.Add($"JOB_OPEN_FILES is {options.OpenFiles}: set it to a number from 64 to 1048576.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
