using System.Text.RegularExpressions;

namespace ClickDeploy.Plans;

/// <summary>Go: one program, built into <c>out</c>.</summary>
internal static partial class GoProvider
{
    private const string Program = "out";

    public static PlanResult? Find(SourceFolder folder)
    {
        if (folder.First("go.mod", "go.work", "main.go") is not { } decided)
        {
            return null;
        }

        var (target, note) = Target(folder);
        var build = target is null ? null : $"go build -ldflags=\"-w -s\" -o {Program} {target}".TrimEnd();
        return new PlanResult.Planned(new()
        {
            Provider = "go",
            Technology = "Go",
            DecidedBy = folder.At(decided),
            Directory = folder.Directory,
            // What is vendored is in the repository.
            Install = folder.Has("go.mod") && !folder.Has("vendor/modules.txt") ? "go mod download" : null,
            Build = build,
            Start = build is null ? null : $"./{Program}",
            BuildVariables = new Dictionary<string, string> { ["CGO_ENABLED"] = "0" },
            Versions = [.. new[] { folder.Match(decided, Version()) }.OfType<string>().Select(version => new WantedVersion("go", ">=" + version, folder.At(decided)))],
            Tools = ["go"],
            Caches = ["go"],
            Notes = note is null ? [] : [note],
        });
    }

    // What holds package main: the folder itself, a program under cmd, a member of go.work.
    private static (string? Path, string? Note) Target(SourceFolder folder)
    {
        if (folder.Has("go.mod") || !folder.Has("go.work"))
        {
            if (IsProgram(folder, ""))
            {
                return (folder.Has("go.mod") ? "" : "main.go", null);
            }

            string[] commands = [.. folder.Tree.Directories(folder.At("cmd"), 1).Select(path => path[(path.LastIndexOf('/') + 1)..]).Where(name => IsProgram(folder, "cmd/" + name))];
            return commands switch
            {
                [] => (IsProgram(folder, "cmd") ? "./cmd" : null, null),
                [var only] => ($"./cmd/{CommandLine.Word(only)}", null),
                [var first, ..] => ($"./cmd/{CommandLine.Word(first)}", $"There are several programs under cmd ({string.Join(", ", commands)}): the first is built. For another, set the build command."),
            };
        }

        var members = Uses().Matches(folder.Read("go.work") ?? "").Select(match => match.Groups[1].Value.Trim('"').TrimStart('.').Trim('/'));
        var member = members.FirstOrDefault(member => IsProgram(folder, member));
        return (member is null ? null : $"./{CommandLine.Word(member)}", null);
    }

    private static bool IsProgram(SourceFolder folder, string directory)
    {
        var place = folder with { Directory = SourceTree.At(folder.Directory, directory).TrimEnd('/') };
        return place.Ending(".go").Any(file => !file.EndsWith("_test.go", StringComparison.Ordinal) && place.Match(file, Main()) is not null);
    }

    [GeneratedRegex(@"^package\s+(main)\b", RegexOptions.Multiline)]
    private static partial Regex Main();

    [GeneratedRegex(@"^go\s+([0-9.]+)", RegexOptions.Multiline)]
    private static partial Regex Version();

    [GeneratedRegex(@"^\s*(?:use\s+)?(""?\./[^\s()]+|""?\.""?(?=\s*$))", RegexOptions.Multiline)]
    private static partial Regex Uses();
}
