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

    /// <summary><c>CADDY_PATH</c>: the program that serves static files; /usr/bin/caddy if it is not set.</summary>
    public string CaddyPath { get; set; } = "/usr/bin/caddy";

    /// <summary><c>LOCAL_OUTPUT_MIB</c>: how much output of an instance waits on disk to be read, for stdout and stderr each, when it writes faster or the platform is down.</summary>
    public int OutputMebibytes { get; set; } = 64;

    /// <summary><c>LOCAL_OPEN_FILES</c>: RLIMIT_NOFILE of an instance's processes.</summary>
    public int OpenFiles { get; set; } = 8192;
}

/// <summary>What one setting alone cannot show.</summary>
internal sealed class LocalTargetOptionsRules : IValidateOptions<LocalTargetOptions>
{
    public ValidateOptionsResult Validate(string? name, LocalTargetOptions options)
    {
        var faults = new List<string>();
        if (options.LastPort < options.FirstPort)
            faults.Add($"LOCAL_LAST_PORT is {options.LastPort} and LOCAL_FIRST_PORT is {options.FirstPort}: set the last to the first or more.");
        if (!Path.IsPathFullyQualified(options.CaddyPath))
            faults.Add($"CADDY_PATH is \"{options.CaddyPath}\": set it to the absolute path of the caddy program.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
