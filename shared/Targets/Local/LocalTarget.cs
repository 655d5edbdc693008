using ClickDeploy.Core;
using ClickDeploy.Processes;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Targets.Local;

/// <summary>Instances as processes of this machine, each in <c>{data}/instances/{id}</c>: no isolation, for development.</summary>
internal sealed class LocalTarget(LocalAddresses addresses, IOptions<LocalTargetOptions> options, CgroupHost cgroups, TimeProvider time, LocalFollower? follower = null) : ITarget
{
    private const string AddressLabel = "address";
    private readonly LocalTargetOptions _options = options.Value;
    private readonly Runs _runs = new(Path.Combine(options.Value.DataDir, "instances"), cgroups, time);

    public string Name => "local";

    public string? Refuses(InstanceSpec spec) => LocalRules.Refuses(spec);

    public async Task<string?> Reserve(InstanceSpec spec, CancellationToken cancellation)
    {
        if (spec.Port is null)
            return null;
        var address = await addresses.Find(spec.Id, cancellation) ?? await addresses.Reserve(spec.Id, spec.Service, cancellation);
        if (!Folder(spec.Id).IsRemoved)
            return address;
        // A call that was overtaken by Remove must not keep a port for ever.
        await addresses.Release(spec.Id, cancellation);
        throw new InvalidOperationException($"Instance {spec.Id} was removed: it can have no address.");
    }

    public async Task Start(InstanceSpec spec, CancellationToken cancellation)
    {
        var folder = Folder(spec.Id);
        if (folder.IsRemoved || folder.Claim() is not null)
            return;
        if ((LocalRules.Refuses(spec) ?? LocalRules.Misses(spec, _options)) is { } reason)
            await _runs.Fail(folder.Id, reason, cancellation);
        else
            await _runs.Start(LocalRules.Plan(spec, await Reserve(spec, cancellation), folder.Root, _options), cancellation);
        follower?.Watch(spec.Id);
    }

    public async Task<InstanceStatus> Inspect(InstanceId id, CancellationToken cancellation) =>
        await _runs.Look(id.ToString(), cancellation) switch
        {
            RunState.Running running => Running(id, running),
            RunState.Ended { End: RunEnd.Exited exited } => new InstanceStatus.Ended(exited.Code, $"It ended by itself with exit code {exited.Code}."),
            RunState.Ended { End: RunEnd.Killed killed } => new InstanceStatus.Ended(null, killed.Reason),
            RunState.Ended { End: RunEnd.NotStarted not } => new InstanceStatus.Ended(null, not.Reason),
            RunState.Ended { End: RunEnd.TimedOut } => new InstanceStatus.Ended(null, "It ran past its time-out and was killed."),
            _ => new InstanceStatus.Unknown(),
        };

    public Task Stop(InstanceId id, TimeSpan grace, CancellationToken cancellation) => _runs.Stop(id.ToString(), grace, cancellation);

    public async Task Remove(InstanceId id, CancellationToken cancellation)
    {
        if (follower is not null)
        {
            // What it wrote last is kept before its files go.
            await _runs.Stop(id.ToString(), TimeSpan.Zero, cancellation);
            await follower.Drain(id, atEnd: true, cancellation);
        }
        await _runs.Remove(id.ToString(), cancellation);
        if (follower is not null)
            await follower.Forget(id, cancellation);
        // Last: nobody else gets the port while something may still listen at it.
        await addresses.Release(id, cancellation);
    }

    public async Task<IReadOnlyList<OutputLine>> Tail(InstanceId id, int lines, CancellationToken cancellation)
    {
        var folder = Folder(id);
        if (follower is not null)
        {
            // Whoever asks for the last lines finds them in the log too.
            await follower.Drain(id, atEnd: folder.End() is not null, cancellation);
        }
        return LocalTail.Join(OutputFile.Tail(folder.Stdout, lines), OutputFile.Tail(folder.Stderr, lines), lines);
    }

    public async Task<IReadOnlyList<InstanceId>> List(ServiceId? service, CancellationToken cancellation)
    {
        var reserved = await addresses.List(service, cancellation);
        var started = Started().Where(id => service is null || Folder(id).Record()?.Labels.GetValueOrDefault(LocalRules.ServiceLabel) == service.ToString());
        return [.. started.Union(reserved).OrderBy(id => id.Value)];
    }

    public Task? NextChange() => ChildReaper.NextExit();

    /// <summary>Stops every instance side by side.</summary>
    public Task StopAll(TimeSpan grace, CancellationToken cancellation) => Task.WhenAll(Started().Select(id => Stop(id, grace, cancellation)));

    private IEnumerable<InstanceId> Started() =>
        from name in _runs.List() where Guid.TryParseExact(name, "D", out _) select new InstanceId(Guid.ParseExact(name, "D"));

    private InstanceStatus.Running Running(InstanceId id, RunState.Running running)
    {
        var record = Folder(id).Record();
        return new InstanceStatus.Running(record?.Labels.GetValueOrDefault(AddressLabel), running.Since, record?.SoftLimits ?? true);
    }

    private RunFolder Folder(InstanceId id) => _runs.Folder(id.ToString());
}
