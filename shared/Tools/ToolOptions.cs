using Microsoft.Extensions.Options;

namespace ClickDeploy.Tools;

/// <summary>Where the tools of builds and services are on this machine.</summary>
public sealed class ToolOptions
{
    /// <summary>TOOLS_PATH: Folders of programs that builds and services find before those of the system, separated by ':'. `./up` adds the folder of its own node if the system has none there.</summary>
    public IReadOnlyList<string> Folders { get; set; } = [];
}

internal sealed class ToolOptionsRules : IValidateOptions<ToolOptions>
{
    public ValidateOptionsResult Validate(string? name, ToolOptions options) => options.Folders.FirstOrDefault(folder => !Path.IsPathFullyQualified(folder)) is { } relative
        ? ValidateOptionsResult.Fail($"TOOLS_PATH has '{relative}': set it to absolute paths of folders, separated by ':'.")
        : ValidateOptionsResult.Success;
}
