using System.Globalization;

namespace ClickDeploy.Processes;

/// <summary>What a process uses, by /proc. <paramref name="CpuSeconds"/>: with that of the children that it has waited for.</summary>
internal sealed record ProcessUsage(int Pid, int Session, double CpuSeconds, long ResidentBytes)
{
    // USER_HZ, which Linux fixes at 100 for what /proc shows.
    private const double TicksPerSecond = 100;

    /// <summary>Every process that can be seen now.</summary>
    public static IEnumerable<ProcessUsage> All()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && Read(pid) is { } usage)
                yield return usage;
        }
    }

    /// <summary>Bytes that it has had read from and written to a disk so far; nothing where that may not be seen.</summary>
    public static (long Read, long Written) Disk(int pid)
    {
        try
        {
            var (read, written) = (0L, 0L);
            foreach (var line in File.ReadLines($"/proc/{pid}/io"))
            {
                if (line.StartsWith("read_bytes: ", StringComparison.Ordinal))
                    read = long.Parse(line.AsSpan("read_bytes: ".Length), CultureInfo.InvariantCulture);
                else if (line.StartsWith("write_bytes: ", StringComparison.Ordinal))
                    written = long.Parse(line.AsSpan("write_bytes: ".Length), CultureInfo.InvariantCulture);
            }
            return (read, written);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return (0, 0);
        }
    }

    /// <summary>Of the content of /proc/{pid}/stat; null: it is none.</summary>
    internal static ProcessUsage? Parse(int pid, string text)
    {
        // The name in brackets may hold spaces and brackets: what counts begins after the last one.
        var end = text.LastIndexOf(')');
        var fields = end < 0 ? [] : text[(end + 2)..].Split(' ');
        if (fields.Length < 22)
            return null;
        var ticks = Number(fields[11]) + Number(fields[12]) + Number(fields[13]) + Number(fields[14]);
        return new ProcessUsage(pid, (int)Number(fields[3]), ticks / TicksPerSecond, Number(fields[21]) * Environment.SystemPageSize);
    }

    private static ProcessUsage? Read(int pid)
    {
        try
        {
            return Parse(pid, File.ReadAllText($"/proc/{pid}/stat"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static long Number(string field) => long.Parse(field, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}
