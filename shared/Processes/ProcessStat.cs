using System.Globalization;

namespace ClickDeploy.Processes;

/// <summary>The fields of /proc/{pid}/stat that tell who a process is. <paramref name="Start"/> in clock ticks since boot.</summary>
internal sealed record ProcessStat(int Pid, char State, int Parent, int Group, int Session, long Start)
{
    public bool IsZombie => State is 'Z' or 'X';

    /// <summary>Null when there is no such process.</summary>
    public static ProcessStat? Read(int pid)
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

    /// <summary>Every process that can be seen now.</summary>
    public static IEnumerable<ProcessStat> All() =>
        from folder in Directory.EnumerateDirectories("/proc")
        let name = Path.GetFileName(folder)
        where char.IsAsciiDigit(name[0])
        let stat = Read(int.Parse(name, CultureInfo.InvariantCulture))
        where stat is not null
        select stat;

    // The name in brackets may hold spaces and brackets: what counts begins after the last one.
    internal static ProcessStat? Parse(int pid, string text)
    {
        var end = text.LastIndexOf(')');
        if (end < 0)
            return null;
        var fields = text[(end + 2)..].Split(' ');
        return fields.Length < 20
            ? null
            : new ProcessStat(pid, fields[0][0], Number(fields[1]), Number(fields[2]), Number(fields[3]), long.Parse(fields[19], CultureInfo.InvariantCulture));
    }

    private static int Number(string field) => int.Parse(field, CultureInfo.InvariantCulture);
}
