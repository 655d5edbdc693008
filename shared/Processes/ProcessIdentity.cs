using System.Globalization;

namespace ClickDeploy.Processes;

/// <summary>
/// A process for all time: a pid alone is used again by another one. <paramref name="Boot"/>: the kernel's boot id.
/// <paramref name="Start"/>: field 22 of /proc/{pid}/stat, in clock ticks since that boot.
/// </summary>
internal sealed record ProcessIdentity(string Boot, int Pid, long Start)
{
    /// <summary>The boot id of the machine as it runs now.</summary>
    public static string CurrentBoot { get; } = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    /// <summary>Reads <c>{boot} {pid} {start}</c>, or null when the text is something else.</summary>
    public static ProcessIdentity? Parse(string text) =>
        text.Trim().Split(' ') is [var boot, var pid, var start]
        && int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            ? new ProcessIdentity(boot, number, ticks)
            : null;

    /// <summary>Whether exactly this process still runs; one that only waits to be reaped does not.</summary>
    public bool IsAlive(string boot) =>
        Boot == boot && ProcessStat.Read(Pid) is { IsZombie: false } stat && stat.Start == Start;
}
