using ClickDeploy.Core;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Releases;

/// <summary>
/// Where the <c>local</c> target's builds and releases are: <c>builds/{deployment}/source</c> while it is being built,
/// <c>releases/{service}/{deployment}</c> afterwards. Everything here may run twice.
/// </summary>
public sealed class ReleaseDirectories(IOptions<ReleaseOptions> options)
{
    private readonly string _root = options.Value.DataDirectory;

    public string BuildOf(DeploymentId deployment) => Path.Combine(_root, "builds", deployment.ToString());

    public string SourceOf(DeploymentId deployment) => Path.Combine(BuildOf(deployment), "source");

    public string ReleaseOf(ServiceId service, DeploymentId deployment) => Path.Combine(_root, "releases", service.ToString(), deployment.ToString());

    /// <summary>Caches of package managers, shared by all builds of this machine.</summary>
    public string Cache(string name) => Path.Combine(_root, "cache", name);

    /// <summary>Makes the built source the release: one rename, so that there is never half of one.</summary>
    public void Keep(ServiceId service, DeploymentId deployment)
    {
        var release = ReleaseOf(service, deployment);
        if (!Directory.Exists(release))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(release)!);
            VirtualEnvironments.Relocate(SourceOf(deployment), release);
            Directory.Move(SourceOf(deployment), release);
        }

        RemoveBuild(deployment);
    }

    public void RemoveBuild(DeploymentId deployment) => Delete(BuildOf(deployment));

    public void RemoveRelease(ServiceId service, DeploymentId deployment)
    {
        Delete(ReleaseOf(service, deployment));
        DeleteIfEmpty(Path.Combine(_root, "releases", service.ToString()));
    }

    public void RemoveReleases(ServiceId service) => Delete(Path.Combine(_root, "releases", service.ToString()));

    /// <summary>The deployments of the service whose releases are here.</summary>
    public IReadOnlyList<DeploymentId> Kept(ServiceId service)
    {
        var folder = Path.Combine(_root, "releases", service.ToString());
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateDirectories(folder).Select(path => Guid.TryParse(Path.GetFileName(path), out var id) ? id : default).Where(id => id != default).Select(id => new DeploymentId(id))]
            : [];
    }

    /// <summary>Free bytes where builds are.</summary>
    public long FreeBytes() => new DriveInfo(_root).AvailableFreeSpace;

    /// <summary>How much of the disk is used where builds are, 0 to 1.</summary>
    public double UsedPart()
    {
        var disk = new DriveInfo(_root);
        return 1 - ((double)disk.AvailableFreeSpace / disk.TotalSize);
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // It is gone already.
        }
    }

    private static void DeleteIfEmpty(string folder)
    {
        if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
        }
    }
}
