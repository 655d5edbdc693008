using System.Text.RegularExpressions;

namespace ClickDeploy.Plans;

/// <summary>One directory of a repository: the application that is looked at.</summary>
internal sealed record SourceFolder(SourceTree Tree, string Directory)
{
    /// <summary>The file's path in the repository.</summary>
    public string At(string name) => SourceTree.At(Directory, name);

    public bool Has(string name) => Tree.HasFile(At(name));

    public bool HasDirectory(string name) => Tree.HasDirectory(At(name));

    public string? Read(string name) => Tree.Read(At(name));

    public string? First(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Has(name))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>The first of those files that is there, as text.</summary>
    public string? ReadFirst(params ReadOnlySpan<string> names) => First(names) is { } name ? Read(name) : null;

    public IReadOnlyList<string> Names() => Tree.Names(Directory);

    /// <summary>The names of the files in it that end so, ordered.</summary>
    public IReadOnlyList<string> Ending(params string[] endings) =>
        [.. Names().Where(name => endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) && Has(name))];

    /// <summary>The files in it and below, relative to it, nearest first.</summary>
    public IEnumerable<string> Files(int depth) => Tree.Files(Directory, depth).Select(path => Directory.Length == 0 ? path : path[(Directory.Length + 1)..]);

    /// <summary>The first group of a pattern in a file's text; null: it is not there.</summary>
    public string? Match(string name, Regex pattern) => Read(name) is { } text && pattern.Match(text) is { Success: true } match ? match.Groups[1].Value : null;
}
