using System.Globalization;

namespace ClickDeploy.SelfHost.Durable.Hub;

/// <summary>A process that may hold a hub. <paramref name="Started"/>: the kernel's start time of the process, in clock ticks since boot.</summary>
internal sealed record Holder(string Host, string Boot, int Pid, long Started);

/// <summary>Knows this process, and whether another one is gone for certain.</summary>
internal interface IHolders
{
    Holder Self { get; }

    /// <summary>True only when the process ran on this host and does not any more.</summary>
    bool IsGone(Holder other);
}

/// <summary>Processes of this machine, by /proc.</summary>
internal sealed class LinuxHolders : IHolders
{
    public Holder Self { get; } = new(Host(), Boot(), Environment.ProcessId, StartTime(Environment.ProcessId) ?? 0);

    public bool IsGone(Holder other) => other.Host == Self.Host && (other.Boot != Self.Boot || StartTime(other.Pid) != other.Started);

    // The pid namespace belongs to it: containers with one host name do not see each other's processes.
    private static string Host()
    {
        var space = new FileInfo("/proc/self/ns/pid").LinkTarget ?? "";
        return $"{Environment.MachineName} {space}".TrimEnd();
    }

    private static string Boot() => File.Exists("/proc/sys/kernel/random/boot_id") ? File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim() : "";

    private static long? StartTime(int pid)
    {
        try
        {
            // Field 22 of stat; the name in parentheses may hold spaces. A zombie (Z) does nothing any more.
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] == "Z" ? null : long.Parse(fields[19], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
