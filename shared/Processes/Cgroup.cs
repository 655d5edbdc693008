using System.Globalization;

namespace ClickDeploy.Processes;

/// <summary>The control groups of one run, one folder for each hierarchy. What a folder can do is told by its files, so that a path is all that has to be kept.</summary>
internal sealed record Cgroup(IReadOnlyList<string> Folders)
{
    public static Cgroup None { get; } = new([]);

    /// <summary>A process enters a group by writing its pid here.</summary>
    public IReadOnlyList<string> EntryFiles => [.. Folders.Select(folder => Path.Combine(folder, "cgroup.procs"))];

    /// <summary>Ends every process in the group at once; null where there is no version 2.</summary>
    public string? KillFile => Files("cgroup.kill").FirstOrDefault();

    public bool LimitsMemory => Files("memory.max", "memory.limit_in_bytes").Any();

    /// <summary>Whether the kernel ended a process of the group for want of memory.</summary>
    public bool RanOutOfMemory() => Files("memory.events", "memory.oom_control")
        .Select(ReadLines)
        .Any(lines => lines.Any(line => line.StartsWith("oom_kill ", StringComparison.Ordinal) && line != "oom_kill 0"));

    /// <summary>What its processes hold in memory, without what the kernel only keeps of their files; null where it is not counted.</summary>
    public long? MemoryBytes()
    {
        if (Files("memory.current", "memory.usage_in_bytes").Select(ReadNumber).FirstOrDefault() is not { } used)
            return null;
        var cached = Files("memory.stat").SelectMany(ReadLines).Select(line => line.Split(' ')).FirstOrDefault(line => line is ["inactive_file" or "total_inactive_file", _]);
        return Math.Max(0, used - (cached is [_, var bytes] && long.TryParse(bytes, CultureInfo.InvariantCulture, out var files) ? files : 0));
    }

    public long? MemoryLimitBytes() => Files("memory.max", "memory.limit_in_bytes").Select(ReadNumber).FirstOrDefault();

    /// <summary>The processes in the group now, zombies left out.</summary>
    public IEnumerable<int> Members() => EntryFiles.SelectMany(ReadLines).Select(line => int.Parse(line, CultureInfo.InvariantCulture)).Distinct();

    /// <summary>Asks the kernel to end every process in the group. They may take a moment.</summary>
    public void Kill()
    {
        if (KillFile is { } kill)
        {
            TryWrite(kill, "1");
            return;
        }
        // Frozen, the tree cannot fork faster than it is killed.
        var freezer = Files("freezer.state").FirstOrDefault();
        if (freezer is not null)
            TryWrite(freezer, "FROZEN");
        foreach (var pid in Members())
            _ = Libc.Kill(pid, Libc.SigKill);
        if (freezer is not null)
            TryWrite(freezer, "THAWED");
    }

    /// <summary>Removes the empty groups. False while the kernel still holds one.</summary>
    public bool TryRemove()
    {
        foreach (var folder in Folders)
        {
            if (!TryDelete(folder))
                return false;
            // The folder above all runs goes with the last of them.
            TryDelete(Path.GetDirectoryName(folder)!);
        }
        return true;
    }

    private IEnumerable<string> Files(params string[] names) =>
        from folder in Folders from name in names let path = Path.Combine(folder, name) where File.Exists(path) select path;

    private static long? ReadNumber(string path) => ReadLines(path) is [var line, ..] && long.TryParse(line, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void TryWrite(string path, string value)
    {
        try
        {
            File.WriteAllText(path, value);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // The group went with its last process, or was never ours: Members says what is left.
        }
    }

    private static string[] ReadLines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
