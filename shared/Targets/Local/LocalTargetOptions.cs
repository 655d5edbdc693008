using Microsoft.Extensions.Options;

namespace ClickDeploy.Targets.Local;

/// <summary>Settings of the <c>local</c> target.</summary>
public sealed class LocalTargetOptions
{
    /// <summary><c>DATA_DIR</c>: absolute. Instances are kept in <c>instances/</c> beneath it.</summary>
    public string DataDir { get; set; } = "";

    /// <summary><c>LOCAL_FIRST_PORT</c> and <c>LOCAL_LAST_PORT</c>: the ports that instances get.</summary>
    public int FirstPort { get; set; } = 20000;

    public int LastPort { get; set; } = 29999;

    /// <summary><c>CADDY_PATH</c>: the program that serves static files.</summary>
    public string CaddyPath { get; set; } = "/usr/bin/caddy";

    /// <summary><c>LOCAL_OUTPUT_MIB</c>: how much of its last output an instance keeps on disk, for stdout and stderr each.</summary>
    public int OutputMebibytes { get; set; } = 16;

    /// <summary><c>LOCAL_OPEN_FILES</c>: RLIMIT_NOFILE of an instance's processes.</summary>
    public int OpenFiles { get; set; } = 8192;
}

internal sealed class LocalTargetOptionsRules : IValidateOptions<LocalTargetOptions>
{
    public ValidateOptionsResult Validate(string? name, LocalTargetOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(LocalTargetOptions options)
    {
        if (!Path.IsPathFullyQualified(options.DataDir))
            yield return $"DATA_DIR is \"{options.DataDir}\": set it to the absolute path of the data folder.";
        if (options.FirstPort is < 1024 or > 65535)
            yield return $"LOCAL_FIRST_PORT is {options.FirstPort}: set it to a port from 1024 to 65535.";
        if (options.LastPort < options.FirstPort || options.LastPort > 65535)
            yield return $"LOCAL_LAST_PORT is {options.LastPort}: set it to a port from LOCAL_FIRST_PORT ({options.FirstPort}) to 65535.";
        if (!Path.IsPathFullyQualified(options.CaddyPath))
            yield return $"CADDY_PATH is \"{options.CaddyPath}\": set it to the absolute path of the caddy program.";
        if (options.OutputMebibytes is < 1 or > 4096)
            yield return $"LOCAL_OUTPUT_MIB is {options.OutputMebibytes}: set it to a number from 1 to 4096.";
        if (options.OpenFiles is < 64 or > 1 << 20)
            yield return $"LOCAL_OPEN_FILES is {options.OpenFiles}: set it to a number from 64 to 1048576.";
    }
}
