using System.Diagnostics;
using ClickDeploy.Tests.Platform;

namespace ClickDeploy.Tests.Scripts;

public sealed class ToolsPathTests
{
    [Fact]
    public async Task ToolsPath_WhereTheSystemHasNode_IsEmpty() => Assert.DoesNotContain("/", await Ask("system_path=$PATH; tools_path"));

    [Fact]
    public async Task ToolsPath_WhereTheUserBringsNode_IsItsFolder() => Assert.StartsWith("/", await Ask("system_path=/nowhere; tools_path"));

    private static async Task<string> Ask(string line)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", $"set -euo pipefail; source tools/scripts/common.sh; {line}"]) { WorkingDirectory = RepositoryRoot.Path, RedirectStandardOutput = true })!;
        var said = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        Assert.Equal(0, bash.ExitCode);
        return said;
    }
}
