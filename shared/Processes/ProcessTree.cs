namespace ClickDeploy.Processes;

/// <summary>Everything that a run has started: its control group where it has one, and what /proc shows of its session, group and descendants.</summary>
internal sealed class ProcessTree(ProcessIdentity wrapper, Cgroup cgroup)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Asks the whole process group to end.</summary>
    public void Terminate() => _ = Libc.Kill(-wrapper.Pid, Libc.SigTerm);

    /// <summary>Kills all of it; returns when nothing is alive.</summary>
    /// <exception cref="TimeoutException">The kernel does not let a process go.</exception>
    public async Task Kill(TimeProvider time, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        for (var pause = 1; ; pause = Math.Min(50, pause * 2))
        {
            cgroup.Kill();
            var alive = Alive();
            if (alive.Count == 0)
                return;
            if (time.GetElapsedTime(began) > Patience)
                throw new TimeoutException($"Process {alive[0]} does not end after SIGKILL: a device or file system that it waits for does not answer.");
            foreach (var pid in alive)
                _ = Libc.Kill(pid, Libc.SigKill);
            await Task.Delay(TimeSpan.FromMilliseconds(pause), time, cancellation);
        }
    }

    private List<int> Alive()
    {
        var all = ProcessStat.All().ToList();
        var members = cgroup.Members().ToHashSet();
        // A session's number is not given to a new process while anything of it lives; a new process under that number means that all is gone.
        var isReused = all.Any(process => process.Pid == wrapper.Pid && process.Start != wrapper.Start);
        if (!isReused)
            members.UnionWith(all.Where(process => process.Session == wrapper.Pid || process.Group == wrapper.Pid).Select(process => process.Pid));
        while (all.Where(process => members.Contains(process.Parent) && !members.Contains(process.Pid)).ToList() is { Count: > 0 } children)
            members.UnionWith(children.Select(process => process.Pid));
        return [.. all.Where(process => members.Contains(process.Pid) && !process.IsZombie && process.Start >= wrapper.Start).Select(process => process.Pid)];
    }
}
