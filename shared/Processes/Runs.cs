using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ClickDeploy.Processes;

/// <summary>
/// Runs under one parent folder, each known by its id. All that is known of one is in its folder: whoever opens the same parent, after a crash
/// or a reboot, finds it again. Calls may be repeated and raced by other processes.
/// </summary>
internal sealed partial class Runs(string parent, CgroupHost cgroups, TimeProvider time, string? boot = null)
{
    private const long LeastFlood = 1 << 20;
    private static readonly TimeSpan ClaimPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StrangerPoll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ChildPoll = TimeSpan.FromSeconds(1);
    private readonly string _boot = boot ?? ProcessIdentity.CurrentBoot;
    private readonly Tombstones _tombstones = new(parent, time);

    // Two data folders on one machine may know the same ids.
    private readonly string _cgroupPrefix = CgroupPrefix(parent);

    public bool LimitsMemory => cgroups.LimitsMemory;

    public RunFolder Folder(string id) =>
        Id().IsMatch(id) ? new RunFolder(parent, id) : throw new ArgumentException($"\"{id}\" cannot be a run's id: a-z, 0-9 and - only, at most 100 characters.", nameof(id));

    /// <summary>Starts the run unless it was claimed or removed before. Afterwards its folder says who holds it.</summary>
    public Task Start(RunPlan plan, CancellationToken cancellation) => Begin(
        plan.Id,
        async folder =>
        {
            if (StartRules.Refuses(plan) is { } reason)
                folder.ClaimFailed(reason);
            else
                await Spawn(plan, folder, cancellation);
        },
        cancellation);

    /// <summary>Records that the run cannot start, unless it was claimed or removed before.</summary>
    public Task Fail(string id, string reason, CancellationToken cancellation) => Begin(
        id,
        folder =>
        {
            folder.ClaimFailed(reason);
            return Task.CompletedTask;
        },
        cancellation);

    /// <summary>What is known now. A run that has just ended is cleared up: nothing of it is alive afterwards, its groups are gone.</summary>
    public async Task<RunState> Look(string id, CancellationToken cancellation)
    {
        var folder = Folder(id);
        if (folder.IsRemoved)
            return new RunState.Unknown();
        if (folder.End() is { } end)
            return new RunState.Ended(end);
        return folder.Claim() switch
        {
            null => new RunState.Unknown(),
            RunClaim.Stopped => new RunState.Ended(new RunEnd.Killed("It was stopped before it started.")),
            RunClaim.Failed failed => new RunState.Ended(new RunEnd.NotStarted(failed.Reason)),
            RunClaim.ByProcess { Process: var process } when process.IsAlive(_boot) && folder.ExitCode() is null && !folder.IsTimedOut =>
                Running(folder, process),
            RunClaim.ByProcess { Process: var process } => new RunState.Ended(await Finish(folder, process, cancellation)),
            var other => throw new InvalidOperationException($"{folder.Root} has a claim of an unknown kind: {other}."),
        };
    }

    /// <summary>As <see cref="Look"/>, after waiting at most <paramref name="wait"/> for the end.</summary>
    public async Task<RunState> Wait(string id, TimeSpan wait, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var state = await Look(id, cancellation);
            var left = wait - time.GetElapsedTime(began);
            if (state is not RunState.Running { Process: var process } || left <= TimeSpan.Zero)
                return state;
            var exit = ChildReaper.ExitOf(process.Pid);
            var pause = Task.Delay(Shorter(left, exit is null ? StrangerPoll : ChildPoll), time, cancellation);
            await await Task.WhenAny(exit ?? pause, pause);
        }
    }

    /// <summary>SIGTERM to the group, and after <paramref name="grace"/> the tree is killed. Nothing happens when it is unknown or has ended.</summary>
    public async Task Stop(string id, TimeSpan grace, CancellationToken cancellation)
    {
        if (await Look(id, cancellation) is not RunState.Running { Process: var process })
            return;
        var folder = Folder(id);
        folder.MarkStopping();
        if (grace > TimeSpan.Zero)
        {
            var began = time.GetTimestamp();
            while (!folder.IsStarted && process.IsAlive(_boot) && time.GetElapsedTime(began) < grace)
                await Task.Delay(TimeSpan.FromMilliseconds(1), time, cancellation);
            if (process.IsAlive(_boot))
                new ProcessTree(process, Groups(folder)).Terminate();
            await Wait(id, grace, cancellation);
        }
        await Finish(folder, process, cancellation);
    }

    /// <summary>As <see cref="Stop"/> without grace; one that is unknown can never start afterwards.</summary>
    public async Task Forbid(string id, CancellationToken cancellation)
    {
        var folder = Folder(id);
        if (!folder.IsRemoved && folder.Claim() is null && folder.ClaimStopped())
            return;
        await Stop(id, TimeSpan.Zero, cancellation);
    }

    /// <summary>Kills the run, forgets it, and sees to it that a start that is still on its way finds the door closed.</summary>
    public async Task Remove(string id, CancellationToken cancellation)
    {
        var folder = Folder(id);
        _tombstones.Bury(folder);
        // A start that was overtaken has made groups after its record was deleted: they are removed by name.
        var cgroup = new Cgroup([.. Groups(folder).Folders.Union(cgroups.LocateAll(_cgroupPrefix + id).Folders)]);
        // Where the end is written down, nothing was alive then.
        if (folder.End() is null && folder.Claim() is RunClaim.ByProcess { Process: var process } && process.Boot == _boot)
            await new ProcessTree(process, cgroup).Kill(time, cancellation);
        await Remove(cgroup, cancellation);
        await folder.Delete(time, cancellation);
    }

    /// <summary>Every id that has a folder here.</summary>
    public IReadOnlyList<string> List() =>
        Directory.Exists(parent) ? [.. Directory.EnumerateDirectories(parent).Select(Path.GetFileName).OfType<string>().Where(name => Id().IsMatch(name)).Order(StringComparer.Ordinal)] : [];

    /// <summary>What the names of this parent's control groups start with.</summary>
    internal static string CgroupPrefix(string parent) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(parent)))[..12] + "-";

    private async Task Begin(string id, Func<RunFolder, Task> begin, CancellationToken cancellation)
    {
        var folder = Folder(id);
        if (folder.IsRemoved || folder.Claim() is not null)
            return;
        try
        {
            folder.Create();
            await begin(folder);
        }
        catch (IOException) when (folder.IsRemoved)
        {
            // The folder was taken away under this call's hands.
        }
        // Removed meanwhile: the wrapper has seen that too, or Remove has seen its claim; what this call made goes as well.
        if (folder.IsRemoved)
            await Remove(id, cancellation);
    }

    private async Task Spawn(RunPlan plan, RunFolder folder, CancellationToken cancellation)
    {
        var name = _cgroupPrefix + plan.Id;
        var cgroup = cgroups.Locate(name, plan.Limits);
        // Before anything is made: a crash in between must leave the names of what to remove.
        folder.Write(new RunRecord
        {
            Command = plan.Command,
            WorkingDirectory = plan.WorkingDirectory,
            Variables = [.. plan.Environment.Keys.Order(StringComparer.Ordinal)],
            Cgroups = cgroup.Folders,
            SoftLimits = plan.Limits is not null && !cgroups.LimitsMemory,
            Output = plan.Output,
            Labels = plan.Labels,
        });
        foreach (var (file, content) in plan.Files)
            folder.Write(file, content);
        cgroups.Create(name, plan.Limits);
        var (pid, error) = Spawner.Start(StartRules.Plan(plan, folder, cgroup));
        if (error != 0)
            folder.ClaimFailed(StartRules.Explain(error));
        else
            await Claimed(folder, pid, cancellation);
    }

    // The shell claims within a few milliseconds, or ends because another one has.
    private async Task Claimed(RunFolder folder, int pid, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        while (folder.Claim() is null && !folder.IsRemoved)
        {
            if (ChildReaper.ExitOf(pid) is null && folder.Claim() is null)
            {
                if (!folder.IsRemoved)
                    folder.ClaimFailed($"/bin/sh ended before it ran the command: {string.Join(" ", OutputFile.Tail(folder.Stderr, 3).Concat(OutputFile.Tail(folder.Stdout, 3)))}");
                return;
            }
            if (time.GetElapsedTime(began) > ClaimPatience)
                throw new TimeoutException($"The process of {folder.Id} was started and does not come to run: the machine is overloaded or {folder.Root} cannot be written.");
            await Task.Delay(TimeSpan.FromMilliseconds(1), time, cancellation);
        }
    }

    private async Task<RunEnd> Finish(RunFolder folder, ProcessIdentity process, CancellationToken cancellation)
    {
        var cgroup = Groups(folder);
        if (process.Boot == _boot)
            await new ProcessTree(process, cgroup).Kill(time, cancellation);
        if (folder.End() is { } known)
            return known;
        var end = folder.Settle(EndRules.Decide(new EndEvidence
        {
            Code = folder.ExitCode(),
            TimedOut = folder.IsTimedOut,
            Stopping = folder.IsStopping,
            OutOfMemory = cgroup.RanOutOfMemory(),
            NoCgroup = folder.HasNoCgroup,
            Rebooted = process.Boot != _boot,
        }));
        Trim(folder);
        await Remove(cgroup, cancellation);
        return end;
    }

    // A flood of output must not fill the disk before the run ends.
    private static RunState.Running Running(RunFolder folder, ProcessIdentity process)
    {
        if (OutputFile.Length(folder.Stdout) > LeastFlood && folder.Record() is { Output.Keep: OutputKeep.Head })
            Trim(folder);
        return new(process, folder.ClaimedAt());
    }

    private static void Trim(RunFolder folder)
    {
        if (folder.Record() is not { Output: var output })
            return;
        OutputFile.Trim(folder.Stdout, output.Keep, output.Bytes);
        OutputFile.Trim(folder.Stderr, output.Keep, output.Bytes);
    }

    private async Task Remove(Cgroup cgroup, CancellationToken cancellation)
    {
        // The kernel needs a moment after the last process; a group that stays harms nothing and is tried again by the next call.
        for (var pause = 1; !cgroup.TryRemove() && pause < 1000; pause *= 2)
            await Task.Delay(TimeSpan.FromMilliseconds(pause), time, cancellation);
    }

    private static Cgroup Groups(RunFolder folder) => folder.Record() is { } record ? new Cgroup(record.Cgroups) : Cgroup.None;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,99}\\z")]
    private static partial Regex Id();
}
