using System.ComponentModel.DataAnnotations;

namespace ClickDeploy.Releases;

/// <summary>Where releases are and how many stay.</summary>
public sealed class ReleaseOptions
{
    /// <summary>DATA_DIR, absolute.</summary>
    [Required]
    public string DataDirectory { get; set; } = "";

    /// <summary>KEPT_RELEASES: releases of a service that stay, the serving one included.</summary>
    [Range(1, 100)]
    public int Kept { get; set; } = 5;

    /// <summary>MIN_FREE_DISK_BYTES: builds are refused below this; everything live keeps serving.</summary>
    [Range(0, long.MaxValue)]
    public long MinFreeBytes { get; set; } = 2L << 30;

    /// <summary>BUILD_CACHE_BYTES: what the caches of builds may have together; beyond it the one goes that was used longest ago.</summary>
    [Range(0, long.MaxValue)]
    public long CacheBytes { get; set; } = 10L << 30;

    /// <summary>BUILD_TIMEOUT_SECONDS: for each command of a build.</summary>
    public TimeSpan BuildTimeout { get; set; } = TimeSpan.FromMinutes(30);
}
