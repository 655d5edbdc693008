using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using ClickDeploy.Core;
using ClickDeploy.Targets;

namespace ClickDeploy.Tests.Orchestrations.World;

/// <summary>A target without processes: instances are entries, and HTTP to their addresses is answered from here.</summary>
internal sealed class SimulatedTarget : HttpMessageHandler, ITarget
{
    private readonly ConcurrentDictionary<InstanceId, Entry> _instances = new();
    private readonly ConcurrentDictionary<InstanceId, bool> _removed = new();
    private int _port = 20_000;
    private TaskCompletionSource _change = new();

    public string Name => "simulated";

    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Whether instances that are started from now on answer with 500.</summary>
    public bool Sick { get; set; }

    /// <summary>Whether instances that are started from now on end at once.</summary>
    public bool EndsAtOnce { get; set; }

    /// <summary>Whether instances that are started from now on are gone right afterwards, as on a machine that a backup was restored to.</summary>
    public bool Loses { get; set; }

    /// <summary>Whether instances write nothing.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Stands before every reservation of an address, in the step that asks for it.</summary>
    public Gate? BeforeReserve { get; set; }

    public IReadOnlyList<InstanceId> Running => [.. _instances.Where(entry => entry.Value.Started && entry.Value.Code is null).Select(entry => entry.Key)];

    /// <summary>The instance that runs at that address.</summary>
    public InstanceId? At(string address) => Running.Cast<InstanceId?>().FirstOrDefault(id => _instances[id!.Value].Address == address);

    /// <summary>What the instance was started with.</summary>
    public InstanceSpec SpecOf(InstanceId id) => _instances[id].Spec;

    public void Kill(InstanceId id)
    {
        _instances[id] = _instances[id] with { Code = 137 };
        var change = _change;
        _change = new();
        change.SetResult();
    }

    /// <summary>From now on the instance answers with 500, or well again.</summary>
    public void Sicken(InstanceId id, bool sick = true) => _instances[id] = _instances[id] with { Sick = sick };

    public Task? NextChange() => _change.Task;

    public string? Refuses(InstanceSpec spec) => null;

    public async Task<string?> Reserve(InstanceSpec spec, CancellationToken cancellation = default)
    {
        await (BeforeReserve?.Pass() ?? Task.CompletedTask);
        if (_removed.ContainsKey(spec.Id))
        {
            throw new InvalidOperationException($"Instance {spec.Id} was removed: it can have no address.");
        }

        var entry = _instances.GetOrAdd(spec.Id, _ => new(spec, spec.Port is null ? null : $"127.0.0.1:{Interlocked.Increment(ref _port)}", false, null, Sick, Time.GetUtcNow()));
        return entry.Address;
    }

    public async Task Start(InstanceSpec spec, CancellationToken cancellation = default)
    {
        if (_removed.ContainsKey(spec.Id))
        {
            return;
        }

        await Reserve(spec, cancellation);
        _instances[spec.Id] = _instances[spec.Id] with { Started = true, Code = EndsAtOnce ? 1 : _instances[spec.Id].Code };
        if (Loses)
        {
            _instances.TryRemove(spec.Id, out _);
        }
    }

    public Task<InstanceStatus> Inspect(InstanceId id, CancellationToken cancellation = default) => Task.FromResult<InstanceStatus>(_instances.GetValueOrDefault(id) switch
    {
        null => new InstanceStatus.Unknown(),
        { Code: { } code } => new InstanceStatus.Ended(code, $"It ended with exit code {code}."),
        { Started: false } => new InstanceStatus.Unknown(),
        var entry => new InstanceStatus.Running(entry.Address, entry.Since, SoftLimits: true),
    });

    public Task Stop(InstanceId id, TimeSpan grace, CancellationToken cancellation = default)
    {
        if (_instances.TryGetValue(id, out var entry))
        {
            _instances[id] = entry with { Code = entry.Code ?? 0 };
        }

        return Task.CompletedTask;
    }

    public Task Remove(InstanceId id, CancellationToken cancellation = default)
    {
        _instances.TryRemove(id, out _);
        _removed[id] = true;
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<OutputLine>> Tail(InstanceId id, int lines, CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyList<OutputLine>>(!IsSilent && _instances.ContainsKey(id) ? [new(OutputStream.Stderr, "the last words")] : []);

    public Task<IReadOnlyList<InstanceId>> List(ServiceId? service = null, CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyList<InstanceId>>([.. _instances.Where(entry => service is null || entry.Value.Spec.Service == service).Select(entry => entry.Key)]);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var entry = At(request.RequestUri!.Authority) is { } id ? _instances[id] : null;
        return entry is null
            ? throw new HttpRequestException("refused", new SocketException((int)SocketError.ConnectionRefused))
            : Task.FromResult(new HttpResponseMessage(entry.Sick ? HttpStatusCode.InternalServerError : HttpStatusCode.OK) { Content = new StringContent("it hurts") });
    }

    private sealed record Entry(InstanceSpec Spec, string? Address, bool Started, int? Code, bool Sick, DateTimeOffset Since);
}
