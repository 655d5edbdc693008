using System.Text.RegularExpressions;

namespace ClickDeploy.Plans.Node;

/// <summary>A repository of several packages that are installed together, at their common root.</summary>
internal sealed partial record Workspace(SourceFolder Root, PackageJson Package)
{
    // Each more takes the time to the next power.
    private const int MostWildcards = 2;

    /// <summary>The workspace that <paramref name="folder"/> is a member of; null: it stands alone.</summary>
    public static Workspace? Around(SourceFolder folder)
    {
        for (var directory = folder.Directory; directory.Length > 0;)
        {
            directory = directory.LastIndexOf('/') is > 0 and var slash ? directory[..slash] : "";
            var root = folder with { Directory = directory };
            if (PackageJson.Read(root, out _) is { } package && Patterns(root, package) is { Count: > 0 } patterns)
            {
                var member = directory.Length == 0 ? folder.Directory : folder.Directory[(directory.Length + 1)..];
                return IsMember(member, patterns) ? new(root, package) : null;
            }
        }

        return null;
    }

    public static IReadOnlyList<string> Patterns(SourceFolder root, PackageJson package) =>
        root.Read("pnpm-workspace.yaml") is { } yaml ? Packages(yaml) : package.Workspaces;

    private static bool IsMember(string path, IReadOnlyList<string> patterns) =>
        patterns.Any(pattern => !pattern.StartsWith('!') && Fits(path, pattern)) && !patterns.Any(pattern => pattern.StartsWith('!') && Fits(path, pattern[1..]));

    // Part by part and without a regular expression of the user's text: * is any part, ** any number of them.
    private static bool Fits(string path, string pattern)
    {
        string[] parts = [.. pattern.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".")];
        return parts.Count(part => part == "**") <= MostWildcards && Fits(path.Split('/'), parts);
    }

    private static bool Fits(ReadOnlySpan<string> path, ReadOnlySpan<string> pattern)
    {
        if (pattern.Length == 0)
        {
            return path.Length == 0;
        }

        if (pattern[0] == "**")
        {
            return Fits(path, pattern[1..]) || (path.Length > 0 && Fits(path[1..], pattern));
        }

        return path.Length > 0 && System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern[0], path[0], ignoreCase: false) && Fits(path[1..], pattern[1..]);
    }

    // The list under "packages:", in either notation of YAML.
    private static IReadOnlyList<string> Packages(string yaml)
    {
        var found = new List<string>();
        var inside = false;
        foreach (var line in yaml.Split('\n'))
        {
            if (line.StartsWith("packages:", StringComparison.Ordinal))
            {
                inside = true;
                found.AddRange(Item().Matches(line["packages:".Length..]).Select(match => match.Groups[1].Value));
            }
            else if (inside && line.TrimStart().StartsWith('-'))
            {
                found.AddRange(Item().Matches(line.TrimStart()[1..]).Take(1).Select(match => match.Groups[1].Value));
            }
            else if (line.Trim().Length > 0 && !line.TrimStart().StartsWith('#'))
            {
                inside = false;
            }
        }

        return found;
    }

    [GeneratedRegex(@"[""']?([^\s""',\[\]#]+)[""']?")]
    private static partial Regex Item();
}
