namespace ClickDeploy.Plans;

/// <summary>
/// The files of a repository as the planner sees them. A symbolic link that leaves the repository counts as not there: a stranger's link must not
/// make the planner read this machine's files.
/// </summary>
public sealed class SourceTree
{
    private const int MaxFileBytes = 1 << 20;
    private readonly string _repository;

    /// <summary><paramref name="repository"/>: absolute path of the checkout.</summary>
    public SourceTree(string repository) => _repository = Path.GetFullPath(repository);

    /// <summary>Whether <paramref name="relative"/> ("" is the root) is a directory inside.</summary>
    public bool HasDirectory(string relative) => Resolve(relative) is { } path && Directory.Exists(path);

    public bool HasFile(string relative) => Resolve(relative) is { } path && File.Exists(path);

    /// <summary>The text of a file of at most 1 MiB; null when it is not there or is larger.</summary>
    public string? Read(string relative)
    {
        if (Resolve(relative) is not { } path || !File.Exists(path) || new FileInfo(path).Length > MaxFileBytes)
        {
            return null;
        }

        return File.ReadAllText(path);
    }

    /// <summary>The names of a directory's entries, ordered; for sentences that say what was found.</summary>
    public IReadOnlyList<string> Names(string relative) => Resolve(relative) is { } path && Directory.Exists(path)
        ? [.. Directory.EnumerateFileSystemEntries(path).Select(entry => Path.GetFileName(entry)!).Where(name => name != ".git").Order(StringComparer.Ordinal)]
        : [];

    // Every component is resolved by itself, so that a link in the middle is seen too.
    private string? Resolve(string relative)
    {
        var path = _repository;
        foreach (var part in relative.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part is "." or "..")
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

    private bool Inside([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] string? path) =>
        path is not null && (path == _repository || path.StartsWith(_repository + '/', StringComparison.Ordinal));
}
