using Microsoft.Extensions.Options;

namespace ClickDeploy.Releases;

/// <summary>
/// Keeps the caches of builds within their budget: whole caches go, the one first that was used longest ago. Builds fill them again, and no release needs
/// one. Nothing is removed while something is being built.
/// </summary>
public sealed class CacheBudget(IOptions<ReleaseOptions> options)
{
    private readonly string _caches = Path.Combine(options.Value.DataDirectory, "cache");
    private readonly string _builds = Path.Combine(options.Value.DataDirectory, "builds");

    public void Trim()
    {
        if (!Directory.Exists(_caches) || (Directory.Exists(_builds) && Directory.EnumerateFileSystemEntries(_builds).Any()))
        {
            return;
        }

        var caches = new DirectoryInfo(_caches).EnumerateDirectories().Select(Measure).OrderBy(cache => cache.Used).ToList();
        var bytes = caches.Sum(cache => cache.Bytes);
        foreach (var cache in caches.TakeWhile(cache => bytes > options.Value.CacheBytes))
        {
            // Renamed first: a build that begins now makes a new one.
            var gone = $"{cache.Folder.FullName}.{Guid.NewGuid():N}";
            Directory.Move(cache.Folder.FullName, gone);
            Directory.Delete(gone, recursive: true);
            bytes -= cache.Bytes;
        }
    }

    private static Cache Measure(DirectoryInfo folder)
    {
        var (bytes, used) = (0L, folder.LastWriteTimeUtc);
        foreach (var file in folder.EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
        {
            bytes += file.Length;
            used = file.LastWriteTimeUtc > used ? file.LastWriteTimeUtc : used;
        }

        return new(folder, bytes, used);
    }

    private sealed record Cache(DirectoryInfo Folder, long Bytes, DateTime Used);
}
