using System.Text.RegularExpressions;

namespace ClickDeploy.Plans;

/// <summary>A script <c>start.sh</c>, by the shell that its first line asks for.</summary>
internal static partial class ShellProvider
{
    private const string Script = "start.sh";

    public static PlanResult? Find(SourceFolder folder)
    {
        if (!folder.Has(Script))
        {
            return null;
        }

        var shell = folder.Match(Script, Shebang()) switch
        {
            "bash" or "ksh" or "mksh" => "bash",
            "zsh" => "zsh",
            _ => "sh",
        };
        return new PlanResult.Planned(new()
        {
            Provider = "shell",
            Technology = "Shell",
            DecidedBy = folder.At(Script),
            Directory = folder.Directory,
            Start = $"{shell} {Script}",
            Tools = [shell],
        });
    }

    [GeneratedRegex(@"\A#!\s*\S*/(?:env\s+(?:-S\s+)?)?([a-z]+)")]
    private static partial Regex Shebang();
}
