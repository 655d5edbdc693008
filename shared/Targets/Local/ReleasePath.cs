namespace ClickDeploy.Targets.Local;

/// <summary>Folders within a release. A path of the user's must not lead out of it, by <c>..</c> or by a link.</summary>
internal static class ReleasePath
{
    /// <summary>The absolute folder, or null when it is outside of the release or not there.</summary>
    public static string? Find(string release, string directory)
    {
        var folder = Path.GetFullPath(Path.Combine(release, directory));
        return Directory.Exists(folder) && IsWithin(release, folder) ? folder : null;
    }

    /// <summary>Whether the name alone stays within the release.</summary>
    public static bool IsPlain(string directory) =>
        !Path.IsPathRooted(directory) && !directory.Contains('\0') && directory.Split('/').All(part => part != "..");

    /// <summary>Whether <paramref name="path"/>, all links followed, is the release or within it.</summary>
    public static bool IsWithin(string release, string path)
    {
        try
        {
            var real = Real(path);
            var root = Real(release);
            return real == root || real.StartsWith(root + "/", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // Links that lead to each other, for ever.
            return false;
        }
    }

    // Links may be anywhere on the way: each part is resolved before the next is added.
    private static string Real(string path)
    {
        var real = "/";
        foreach (var part in Path.GetFullPath(path).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, part);
            real = new FileInfo(next).ResolveLinkTarget(returnFinalTarget: true) is { } target ? Real(target.FullName) : next;
        }
        return real;
    }
}
