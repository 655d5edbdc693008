using System.Text;

namespace ClickDeploy.Releases;

/// <summary>
/// A Python virtual environment has its own place written in the first lines of its programs and in the files of editable packages. It is made where
/// the build is and runs where the release is, so the place is written anew. Doing so twice changes nothing.
/// </summary>
internal static class VirtualEnvironments
{
    private const long LargestFile = 1 << 20;
    private const int Depth = 3;

    // What never has an environment of the application's, and many files.
    private static readonly HashSet<string> Skipped = new(StringComparer.Ordinal) { ".git", "node_modules" };

    /// <summary>For every environment in <paramref name="folder"/>, which will be at <paramref name="target"/>.</summary>
    public static void Relocate(string folder, string target)
    {
        foreach (var environment in Find(new DirectoryInfo(folder), Depth))
        {
            var (from, to) = (Encoding.UTF8.GetBytes(folder + "/"), Encoding.UTF8.GetBytes(target + "/"));
            foreach (var file in Programs(environment).Concat(Links(environment)))
            {
                Rewrite(file, from, to);
            }
        }
    }

    private static IEnumerable<DirectoryInfo> Find(DirectoryInfo folder, int depth) =>
        File.Exists(Path.Combine(folder.FullName, "pyvenv.cfg")) ? [folder]
        : depth == 0 ? []
        : folder.EnumerateDirectories().Where(child => child.LinkTarget is null && !Skipped.Contains(child.Name)).SelectMany(child => Find(child, depth - 1));

    private static IEnumerable<FileInfo> Programs(DirectoryInfo environment) =>
        new DirectoryInfo(Path.Combine(environment.FullName, "bin")) is { Exists: true } programs ? programs.EnumerateFiles() : [];

    private static IEnumerable<FileInfo> Links(DirectoryInfo environment) =>
        new DirectoryInfo(Path.Combine(environment.FullName, "lib")) is { Exists: true } lib
            ? lib.EnumerateDirectories("python*").Select(python => new DirectoryInfo(Path.Combine(python.FullName, "site-packages"))).Where(packages => packages.Exists)
                .SelectMany(packages => packages.EnumerateFiles("*.pth").Concat(packages.EnumerateFiles("__editable__*.py")))
            : [];

    private static void Rewrite(FileInfo file, byte[] from, byte[] to)
    {
        if (file.LinkTarget is not null || file.Length > LargestFile)
        {
            return;
        }

        var bytes = File.ReadAllBytes(file.FullName);
        if (bytes.AsSpan().IndexOf(from) < 0)
        {
            return;
        }

        var text = new MemoryStream();
        var rest = bytes.AsSpan();
        for (int at; (at = rest.IndexOf(from)) >= 0; rest = rest[(at + from.Length)..])
        {
            text.Write(rest[..at]);
            text.Write(to);
        }

        text.Write(rest);
        // A new file in its place: a hard link into a cache must not be written through. Its mode goes with it.
        var (mode, made) = (File.GetUnixFileMode(file.FullName), file.FullName + ".relocated");
        File.WriteAllBytes(made, text.ToArray());
        File.SetUnixFileMode(made, mode);
        File.Move(made, file.FullName, overwrite: true);
    }
}
