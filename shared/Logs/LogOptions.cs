using System.ComponentModel.DataAnnotations;

namespace ClickDeploy.Logs;

/// <summary>Limits of kept logs (DESIGN 10 and 11).</summary>
public sealed class LogOptions
{
    /// <summary>A line is cut here and marked, in bytes of UTF-8.</summary>
    [Range(256, 1 << 20)]
    public int MaxLineBytes { get; set; } = 8 << 10;

    /// <summary>A segment is closed when it has this many bytes.</summary>
    [Range(1 << 10, 48 << 20)]
    public int SegmentBytes { get; set; } = 4 << 20;

    /// <summary>A segment is closed after this many appends: a block blob takes 50,000.</summary>
    [Range(10, 50_000)]
    public int SegmentAppends { get; set; } = 10_000;

    /// <summary>A segment is closed when it is so old, so that what is to go by its age can go.</summary>
    public TimeSpan SegmentTime { get; set; } = TimeSpan.FromDays(1);

    /// <summary>A stream keeps no more than this, in bytes; its last line then says so.</summary>
    [Range(1 << 16, 1 << 30)]
    public long MaxStreamBytes { get; set; } = 64L << 20;

    /// <summary>RUNTIME_LOG_DAYS: how long what services write is kept.</summary>
    public TimeSpan RuntimeAge { get; set; } = TimeSpan.FromDays(14);

    /// <summary>RUNTIME_LOG_MIB: how much of it is kept of each service; the oldest goes first.</summary>
    public long RuntimeBytes { get; set; } = 256L << 20;
}
