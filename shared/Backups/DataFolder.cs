using System.IO.Enumeration;

namespace ClickDeploy.Backups;

/// <summary>Which files of <c>--data</c> are worth keeping. Everything is, but what the platform makes again, what belongs to this machine's processes, and the store, which is read in another way.</summary>
internal static class DataFolder
{
    public const string Releases = "releases";

    /// <summary>A restore that has not ended keeps the platform from starting by this file.</summary>
    public const string Unfinished = "restoring";

    private static readonly HashSet<string> Left = new(StringComparer.Ordinal)
    {
        "azurite", "clickdeploy.db", "clickdeploy.db-wal", "clickdeploy.db-shm", // the store
        "run", "instances", "jobs", "routes", // processes of this machine, and what is made from the store
        "inspections", // only looked at
        "builds", // half-made: their jobs did not come along. A deployment that is being built fails with a sentence, and the old version serves
        "cache", "caddy/bootstrap.json", "caddy/caddy/autosave.json", "caddy/caddy.log", "caddy/access", Unfinished,
    };

    /// <summary>Folders of one release each, relative to the data folder.</summary>
    public static IReadOnlyList<string> ReleaseFolders(string data)
    {
        var root = Path.Combine(data, Releases);
        return Directory.Exists(root)
            ? [.. Directory.EnumerateDirectories(root).SelectMany(Directory.EnumerateDirectories).Select(folder => Path.GetRelativePath(data, folder)).Order(StringComparer.Ordinal)]
            : [];
    }

    /// <summary>Everything below a folder, folders before what is in them; links are not followed.</summary>
    /// <param name="folder">Relative to the data folder; empty is all of it but the releases.</param>
    public static IEnumerable<string> Entries(string data, string folder)
    {
        var skipped = folder.Length == 0 ? Left.Append(Releases).ToHashSet(StringComparer.Ordinal) : [];
        return new FileSystemEnumerable<string>(
            Path.Combine(data, folder),
            (ref FileSystemEntry entry) => Path.GetRelativePath(data, entry.ToFullPath()),
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !skipped.Contains(Path.GetRelativePath(data, entry.ToFullPath())),
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint) && !skipped.Contains(Path.GetRelativePath(data, entry.ToFullPath())),
        };
    }
}
