using System.Globalization;

namespace ClickDeploy.Processes;

/// <summary>Limits as the files of a group: a value, so that it is tested without a kernel.</summary>
internal static class CgroupLimits
{
    private const int PeriodMicroseconds = 100_000;

    // The wrapper, its guard and the guard's sleep are in the group too.
    private const int OwnProcesses = 3;

    /// <summary>File name and content, in the order in which they must be written.</summary>
    public static IReadOnlyList<(string File, string Value)> Files(CgroupBase where, RunLimits limits)
    {
        var memory = Text(limits.MemoryBytes);
        var quota = Text(Math.Max(1_000, (long)(limits.Cpus * PeriodMicroseconds)));
        var processes = Text(limits.Processes + OwnProcesses);
        return
        [
            .. where.Controllers.SelectMany(controller => (controller, where.IsVersion2) switch
            {
                ("memory", true) => [("memory.max", memory), ("memory.swap.max", "0")],
                ("memory", false) => [("memory.limit_in_bytes", memory), ("memory.memsw.limit_in_bytes", memory)],
                ("cpu", true) => [("cpu.max", $"{quota} {PeriodMicroseconds}")],
                ("cpu", false) => [("cpu.cfs_period_us", Text(PeriodMicroseconds)), ("cpu.cfs_quota_us", quota)],
                ("pids", _) => [("pids.max", processes)],
                _ => Array.Empty<(string, string)>(),
            }),
        ];
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
