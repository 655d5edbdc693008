using ClickDeploy.Core;

namespace ClickDeploy.Targets;

/// <summary>A place where instances run. Every call is idempotent and may be repeated after a lost answer. Source: DESIGN 7.</summary>
public interface ITarget
{
    /// <summary>The target's name in projects and settings: <c>local</c>, <c>docker</c>, <c>openstack</c>, <c>kubernetes</c>.</summary>
    string Name { get; }

    /// <summary>Whether an instance of this specification can ever run here; null, or a sentence that says why not and what to change.</summary>
    string? Refuses(InstanceSpec spec);

    /// <summary>Reserves the address (<c>127.0.0.1:20017</c>) that the instance will answer at. The same one each time; null for a worker. Kept until <see cref="Remove"/>.</summary>
    /// <exception cref="NoRoomException">No address is free.</exception>
    Task<string?> Reserve(InstanceSpec spec, CancellationToken cancellation = default);

    /// <summary>Starts the instance unless it was started before; returns at once. <see cref="Inspect"/> says where it is.</summary>
    Task Start(InstanceSpec spec, CancellationToken cancellation = default);

    /// <summary>What is seen of the instance now.</summary>
    Task<InstanceStatus> Inspect(InstanceId id, CancellationToken cancellation = default);

    /// <summary>SIGTERM, and after <paramref name="grace"/> the whole tree is killed; returns when nothing of it is alive. Unknown and ended instances: nothing happens.</summary>
    Task Stop(InstanceId id, TimeSpan grace, CancellationToken cancellation = default);

    /// <summary>Stops the instance at once and forgets it: files, address, cgroup. One that was not started yet never starts afterwards.</summary>
    Task Remove(InstanceId id, CancellationToken cancellation = default);

    /// <summary>The last <paramref name="lines"/> lines that the instance wrote, oldest first, each cut at 8 KiB; empty when it is unknown.</summary>
    Task<IReadOnlyList<OutputLine>> Tail(InstanceId id, int lines, CancellationToken cancellation = default);

    /// <summary>Every instance that is known here, running or not, or those of one service: what has no owner is an orphan.</summary>
    Task<IReadOnlyList<InstanceId>> List(ServiceId? service = null, CancellationToken cancellation = default);

    /// <summary>Ends when <see cref="Inspect"/> may show something else than before, such as that a process has ended. A hint, never the truth; null: this target gives none.</summary>
    Task? NextChange() => null;
}
