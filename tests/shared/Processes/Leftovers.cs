using System.Text;
using ClickDeploy.Processes;

namespace ClickDeploy.Tests.Shared.Processes;

/// <summary>
/// Looks for what workloads of a data folder have left on the machine: processes (by command line, working folder and open files; zombies do not
/// count), folders of jobs and instances, control groups. A tombstone is no leftover.
/// </summary>
internal static class Leftovers
{
    private static readonly string[] Kinds = ["jobs", "instances"];
    private static readonly string[] Places = ["jobs", "instances", "builds", "releases", "work"];

    /// <summary>One sentence for each thing that is left; empty when there is nothing.</summary>
    public static IReadOnlyList<string> Of(string dataDir) =>
        [.. Processes(dataDir), .. Kinds.SelectMany(kind => Folders(Path.Combine(dataDir, kind))), .. Kinds.SelectMany(kind => Cgroups(Path.Combine(dataDir, kind)))];

    /// <summary>Fails when something is still left after a while.</summary>
    public static Task AreNone(string dataDir) =>
        Eventually.Is(() => Task.FromResult(string.Join("\n", Of(dataDir))), left => left.Length == 0, $"\"Nothing is left of {dataDir}\"");

    /// <summary>Fails when a process still runs after a while; asks nobody but the kernel.</summary>
    public static Task ProcessesEnd(string dataDir) =>
        Eventually.Is(() => Task.FromResult(string.Join("\n", Processes(dataDir))), left => left.Length == 0, $"\"No process of {dataDir} runs\"");

    public static IEnumerable<string> Processes(string dataDir) => Pids(dataDir).Select(pid => $"process {pid}: {CommandLine(pid)}");

    public static IEnumerable<int> Pids(string dataDir) =>
        from process in ProcessStat.All()
        where !process.IsZombie && process.Pid != Environment.ProcessId && Uses(process.Pid, dataDir)
        select process.Pid;

    private static IEnumerable<string> Folders(string parent) =>
        Children(parent, "*").Where(folder => Path.GetFileName(folder) != ".removed").Select(folder => $"folder {folder}");

    private static IEnumerable<string> Cgroups(string parent) =>
        from mount in File.ReadAllLines("/proc/self/mountinfo").Select(CgroupMount.Parse).OfType<CgroupMount>()
        from folder in mount.Bases(File.ReadAllLines("/proc/self/cgroup"), ["memory", "cpu", "pids"]).Select(found => found.Folder).Distinct()
        from left in Children(Path.Combine(folder, "clickdeploy"), Runs.CgroupPrefix(parent) + "*")
        select $"control group {left}";

    // Other runs come and go meanwhile, and their folders with them.
    private static string[] Children(string folder, string pattern)
    {
        try
        {
            return Directory.GetDirectories(folder, pattern);
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    // The platform, its proxy and the test itself hold files of the data folder too: a workload is known by its wrapper, its place and its output.
    private static bool Uses(int pid, string dataDir)
    {
        try
        {
            var command = CommandLine(pid);
            return (command.Contains("clickdeploy-run", StringComparison.Ordinal) && command.Contains(dataDir, StringComparison.Ordinal))
                || Places.Any(place => Target($"/proc/{pid}/cwd").StartsWith(Path.Combine(dataDir, place), StringComparison.Ordinal))
                || Directory.EnumerateFiles($"/proc/{pid}/fd").Select(Target).Any(file => file.StartsWith(dataDir, StringComparison.Ordinal) && Path.GetFileName(file) is "stdout" or "stderr");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Target(string link) => new FileInfo(link).LinkTarget ?? "";

    public static string CommandLine(int pid)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{pid}/cmdline")).Replace('\0', ' ');
        }
        catch (IOException)
        {
            return "(gone)";
        }
    }
}
