using System.Diagnostics.CodeAnalysis;

namespace ClickDeploy.Plans;

/// <summary>
/// The files of a repository as the planner sees them. A symbolic link that leaves the repository counts as not there: a stranger's link must not
/// make the planner read this machine's files. Nothing here throws, whatever the repository holds: what cannot be read is not there.
/// </summary>
public sealed class SourceTree
{
    private const int MaxFileBytes = 1 << 20;
    private const int LongestPath = 2048;

    // Beyond these a walk is cut: what decides stands near the top.
    private const int MostDirectories = 1_000;
    private const int MostFiles = 20_000;

    private static readonly HashSet<string> NoSource = new(StringComparer.Ordinal)
    {
        "node_modules", "bower_components", "vendor", "venv", "env", "__pycache__", "dist", "build", "out", "target", "obj", "bin", "coverage", "site-packages",
    };

    private readonly string _repository;

    /// <summary><paramref name="repository"/>: absolute path of the checkout.</summary>
    public SourceTree(string repository) => _repository = Path.GetFullPath(repository);

    /// <summary>Whether <paramref name="relative"/> ("" is the root) is a directory inside.</summary>
    public bool HasDirectory(string relative) => Resolve(relative) is { } path && Directory.Exists(path);

    public bool HasFile(string relative) => Resolve(relative) is { } path && File.Exists(path);

    /// <summary>The text of a file of at most 1 MiB; null when it is not there, is larger, or cannot be read.</summary>
    public string? Read(string relative)
    {
        try
        {
            // A file as large as a terabyte may be sparse: its length is asked first.
            return Resolve(relative) is { } path && File.Exists(path) && new FileInfo(path).Length <= MaxFileBytes ? File.ReadAllText(path).ReplaceLineEndings("\n") : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The names of a directory's entries, ordered; for sentences that say what was found.</summary>
    public IReadOnlyList<string> Names(string relative) =>
        [.. Entries(relative).Select(entry => entry.Name).Where(name => name != ".git").Order(StringComparer.Ordinal)];

    /// <summary>The directories under <paramref name="relative"/> down to <paramref name="depth"/>, nearest first; links, hidden ones and those of tools are left out.</summary>
    public IReadOnlyList<string> Directories(string relative, int depth)
    {
        var (found, level) = (new List<string>(), new List<string> { relative });
        for (; depth > 0 && level.Count > 0 && found.Count < MostDirectories; depth--)
        {
            level = [.. level.SelectMany(Below).Take(MostDirectories - found.Count)];
            found.AddRange(level);
        }

        return found;
    }

    /// <summary>The files under <paramref name="relative"/> down to <paramref name="depth"/> more directories, nearest first.</summary>
    public IEnumerable<string> Files(string relative, int depth) => Directories(relative, depth).Prepend(relative)
        .SelectMany(directory => Entries(directory).OfType<FileInfo>().Select(file => file.Name).Order(StringComparer.Ordinal).Select(name => At(directory, name)))
        .Take(MostFiles);

    public static string At(string directory, string name) => directory.Length == 0 ? name : $"{directory}/{name}";

    private IEnumerable<string> Below(string directory) => Entries(directory).OfType<DirectoryInfo>()
        .Where(entry => entry.LinkTarget is null && entry.Name[0] != '.' && !NoSource.Contains(entry.Name))
        .Select(entry => At(directory, entry.Name))
        .Order(StringComparer.Ordinal);

    private List<FileSystemInfo> Entries(string relative)
    {
        try
        {
            return Resolve(relative) is { } path && Directory.Exists(path) ? [.. new DirectoryInfo(path).EnumerateFileSystemInfos().Take(MostFiles)] : [];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private string? Resolve(string relative)
    {
        try
        {
            return relative.Length > LongestPath || relative.Contains('\0') ? null : Follow(relative);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Links that lead to each other, for ever; names that are too long.
            return null;
        }
    }

    // Every component is resolved by itself, so that a link in the middle is seen too.
    private string? Follow(string relative)
    {
        var path = _repository;
        foreach (var part in relative.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part is "." or ".." or ".git")
            {
                return null;
            }

            path = Path.Combine(path, part);
            var entry = new FileInfo(path);
            if (entry.LinkTarget is not null && !Inside(path = entry.ResolveLinkTarget(returnFinalTarget: true)?.FullName))
            {
                return null;
            }
        }

        return path;
    }

    private bool Inside([NotNullWhen(true)] string? path) =>
        path is not null && (path == _repository || path.StartsWith(_repository + '/', StringComparison.Ordinal)) && !path.StartsWith(_repository + "/.git/", StringComparison.Ordinal);
}
