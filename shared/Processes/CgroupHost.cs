using System.Globalization;

namespace ClickDeploy.Processes;

/// <summary>
/// Finds out once which control groups this process may make, on version 1, 2 or a mixture, and makes them. Groups are made beneath the
/// platform's own, so that limits set around it hold for workloads too; at the hierarchy's root where that is refused.
/// </summary>
internal sealed class CgroupHost
{
    private const string Parent = "clickdeploy";
    private static readonly string[] Controllers = ["memory", "cpu", "pids"];
    private readonly Lazy<IReadOnlyList<CgroupBase>> _bases;

    public CgroupHost()
        : this("/proc/self/mountinfo", "/proc/self/cgroup")
    {
    }

    internal CgroupHost(string mountsFile, string ownFile)
    {
        _bases = new(() => Detect(File.ReadAllLines(mountsFile), File.ReadAllLines(ownFile)));
    }

    /// <summary>A machine where nothing can be written: limits are soft there.</summary>
    public static CgroupHost Nothing { get; } = new("/dev/null", "/dev/null");

    /// <summary>Whether the memory of a whole tree can be limited.</summary>
    public bool LimitsMemory => _bases.Value.Any(found => found.Controllers.Contains("memory"));

    /// <summary>Where the groups of this name are, or would be. Without limits only what ends a tree is used.</summary>
    public Cgroup Locate(string name, RunLimits? limits) => At(Used(limits), name);

    /// <summary>Every group that can have this name.</summary>
    public Cgroup LocateAll(string name) => At(_bases.Value, name);

    /// <summary>Makes the groups and sets their limits; those that are there already are used.</summary>
    public Cgroup Create(string name, RunLimits? limits)
    {
        foreach (var found in Used(limits))
            Create(found, name, limits);
        return Locate(name, limits);
    }

    private IEnumerable<CgroupBase> Used(RunLimits? limits) => _bases.Value.Where(found => limits is not null || found.EndsTrees);

    private static Cgroup At(IEnumerable<CgroupBase> bases, string name) => new([.. bases.Select(found => Path.Combine(found.Folder, Parent, name))]);

    private static void Create(CgroupBase found, string name, RunLimits? limits)
    {
        var folder = Path.Combine(found.Folder, Parent, name);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                Prepare(found);
                Directory.CreateDirectory(folder);
                foreach (var (file, value) in limits is null ? [] : CgroupLimits.Files(found, limits))
                    Set(Path.Combine(folder, file), value);
                return;
            }
            catch (IOException) when (attempt < 5)
            {
                // The last other run has just ended and took the folder above with it.
            }
        }
    }

    private static void Prepare(CgroupBase found)
    {
        var parent = Path.Combine(found.Folder, Parent);
        Directory.CreateDirectory(parent);
        if (!found.IsVersion2 || found.Controllers.Count == 0)
            return;
        var enable = string.Join(' ', found.Controllers.Select(controller => "+" + controller));
        File.WriteAllText(Path.Combine(found.Folder, "cgroup.subtree_control"), enable);
        File.WriteAllText(Path.Combine(parent, "cgroup.subtree_control"), enable);
    }

    // A swap limit is missing where the kernel does not count swap: then there is nothing to set.
    private static void Set(string file, string value)
    {
        if (File.Exists(file))
            File.WriteAllText(file, value);
    }

    private static IReadOnlyList<CgroupBase> Detect(string[] mounts, string[] own)
    {
        var found = new List<CgroupBase>();
        foreach (var mount in mounts.Select(CgroupMount.Parse).OfType<CgroupMount>().OrderBy(mount => mount.IsVersion2))
        {
            var taken = found.SelectMany(other => other.Controllers);
            if (mount.Bases(own, Controllers.Except(taken)).FirstOrDefault(Works) is { } usable)
                found.Add(usable);
        }
        return found;
    }

    // The only sure way to know is to make one.
    private static bool Works(CgroupBase found)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"probe-{Environment.ProcessId}-{Guid.NewGuid():N}");
        var probe = new Cgroup([Path.Combine(found.Folder, Parent, name)]);
        try
        {
            Create(found, name, new RunLimits(1, 1L << 30, 64));
            return !found.IsVersion2 || probe.KillFile is not null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
        finally
        {
            probe.TryRemove();
        }
    }
}
