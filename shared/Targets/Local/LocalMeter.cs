using ClickDeploy.Core;
using ClickDeploy.Processes;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Targets.Local;

/// <summary>
/// What the processes of instances use, from one look at /proc for all of them. The network is not told: instances of this machine have none of their own.
/// </summary>
internal sealed class LocalMeter(IOptions<LocalTargetOptions> options, TimeProvider time) : IMeter
{
    private readonly string _parent = Path.Combine(options.Value.DataDir, "instances");
    private readonly SemaphoreSlim _one = new(1);
    private Dictionary<InstanceId, Reading> _before = [];
    private long _beforeAt;

    public async Task<IReadOnlyDictionary<InstanceId, InstanceUsage>> Measure(IReadOnlyCollection<InstanceId> instances, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            if (instances.Count == 0)
            {
                _before = [];
                return new Dictionary<InstanceId, InstanceUsage>();
            }
            var now = time.GetTimestamp();
            var seconds = time.GetElapsedTime(_beforeAt, now).TotalSeconds;
            var sessions = ProcessUsage.All().ToLookup(process => process.Session);
            var readings = instances.Select(id => (Id: id, Reading: Read(id, sessions))).Where(read => read.Reading is not null).ToDictionary(read => read.Id, read => read.Reading!);
            var usage = readings.ToDictionary(read => read.Key, read => Usage(read.Value, _before.GetValueOrDefault(read.Key), seconds));
            (_before, _beforeAt) = (readings, now);
            return usage;
        }
        finally
        {
            _one.Release();
        }
    }

    private Reading? Read(InstanceId id, ILookup<int, ProcessUsage> sessions)
    {
        var folder = new RunFolder(_parent, id.ToString());
        if (folder.Claim() is not RunClaim.ByProcess { Process: var wrapper } || !wrapper.IsAlive(ProcessIdentity.CurrentBoot) || folder.Record() is not { } record)
            return null;
        var cgroup = new Cgroup(record.Cgroups);
        var members = cgroup.Folders.Count > 0 ? cgroup.Members().ToHashSet() : null;
        var processes = sessions.SelectMany(session => session).Where(process => members?.Contains(process.Pid) ?? process.Session == wrapper.Pid).ToList();
        return new Reading(
            processes.Sum(process => process.CpuSeconds),
            cgroup.MemoryBytes() ?? processes.Sum(process => process.ResidentBytes),
            cgroup.MemoryLimitBytes(),
            processes.ToDictionary(process => process.Pid, process => ProcessUsage.Disk(process.Pid)));
    }

    private static InstanceUsage Usage(Reading now, Reading? before, double seconds)
    {
        if (before is null || seconds <= 0)
            return new InstanceUsage(null, now.Memory, now.MemoryLimit, null, null);
        var (read, written) = (0L, 0L);
        foreach (var (pid, disk) in now.Disk)
        {
            var earlier = before.Disk.GetValueOrDefault(pid);
            read += Math.Max(0, disk.Read - earlier.Read);
            written += Math.Max(0, disk.Written - earlier.Written);
        }
        // The time of processes that have ended is counted by those that waited for them, or lost with them.
        return new InstanceUsage(Math.Max(0, now.CpuSeconds - before.CpuSeconds) / seconds * 100, now.Memory, now.MemoryLimit, read / seconds, written / seconds);
    }

    private sealed record Reading(double CpuSeconds, long Memory, long? MemoryLimit, IReadOnlyDictionary<int, (long Read, long Written)> Disk);
}
