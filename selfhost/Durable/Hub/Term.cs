using System.Collections.Concurrent;
using ClickDeploy.SelfHost.Durable.Client;
using ClickDeploy.SelfHost.Durable.Rows;
using ClickDeploy.SelfHost.Durable.Traces;
using ClickDeploy.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.SelfHost.Durable.Hub;

/// <summary>What the engine is made of; the same for all terms of a process.</summary>
internal sealed record HubParts(
    InstanceStore Instances,
    IndexStore Index,
    InstanceStarter Starter,
    HubLease Lease,
    Standbys Standbys,
    DurableRegistry Registry,
    Completions Completions,
    Home Home,
    DurableOptions Options,
    TimeProvider Clock,
    IServiceScopeFactory Scopes,
    ILoggerFactory Loggers,
    ILogger Log);

/// <summary>Everything that this process holds in memory from taking the hub until it loses or gives it back. Dropped as a whole.</summary>
internal sealed class Term : IDisposable
{
    // Twice the time for which an exporter collects spans, unless OTEL_BSP_SCHEDULE_DELAY says another: what is older and was never sent is lost.
    private static readonly TimeSpan UnsentSpans = TimeSpan.FromSeconds(10);

    private readonly HubParts _parts;
    private readonly DateTimeOffset _began;
    private readonly ConcurrentDictionary<string, Instance> _instances = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _spansKnown = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _parked = new(StringComparer.Ordinal);
    private readonly Slots _loads;
    private readonly List<TaskCompletionSource<Delivery>> _owed = [];
    private readonly TaskCompletionSource _lost = new();
    private readonly CancellationTokenSource _stopping = new();
    private volatile bool _isLost;

    public Term(HubParts parts)
    {
        _parts = parts;
        _began = parts.Clock.GetUtcNow();
        _loads = new Slots(parts.Options.MaxLoads);
        Patience = new TermPatience(this);
        Live = new LiveSet(parts.Options.MaxLiveBytes);
        WakeUps = new WakeUps(parts.Clock, id => TryPost(id, new Message.Wake()));
        Activities = new Activities(parts.Registry, parts.Scopes, parts.Options, Send, _stopping.Token);
        Outbox = new Outbox(this);
        Bodies = new Bodies(this);
        Recovery = new Recovery(this);
    }

    public InstanceStore Instances => _parts.Instances;

    public IndexStore Index => _parts.Index;

    public InstanceStarter Starter => _parts.Starter;

    public DurableRegistry Registry => _parts.Registry;

    public Completions Completions => _parts.Completions;

    public DurableOptions Options => _parts.Options;

    public TimeProvider Clock => _parts.Clock;

    public ILoggerFactory Loggers => _parts.Loggers;

    public ILogger Log => _parts.Log;

    public Patience Patience { get; }

    public LiveSet Live { get; }

    public WakeUps WakeUps { get; }

    public Activities Activities { get; }

    public Outbox Outbox { get; }

    public Bodies Bodies { get; }

    public Recovery Recovery { get; }

    /// <summary>Completes when this process must drop what it holds.</summary>
    public Task Lost => _lost.Task;

    public int InMemory => _instances.Count;

    public int Parked => _parked.Count;

    /// <summary>Messages that no step has taken yet.</summary>
    public int Waiting => _instances.Values.Sum(instance => instance.Waiting);

    public bool IsIdle => _instances.Values.All(instance => !instance.IsBusy);

    public void Post(string instance, Message message)
    {
        if (!TryPost(instance, message))
        {
            throw new HubLostException();
        }
    }

    public bool TryPost(string instance, Message message)
    {
        while (!_isLost)
        {
            if (_instances.GetOrAdd(instance, static (id, term) => new Instance(term, id), this).Post(message))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Hands a message over and waits until it is durable.</summary>
    public Task<Delivery> Send(string instance, Message message)
    {
        var answer = new TaskCompletionSource<Delivery>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(instance, message with { Answer = answer });
        return answer.Task;
    }

    /// <summary>An answer that is given when the instance is at rest. When the hub is lost before, nobody would give it.</summary>
    public void Owe(TaskCompletionSource<Delivery>? answer)
    {
        if (answer is null)
        {
            return;
        }

        lock (_owed)
        {
            _owed.RemoveAll(owed => owed.Task.IsCompleted);
            _owed.Add(answer);
        }

        if (_isLost)
        {
            answer.TrySetException(new HubLostException());
        }
    }

    public void Forget(Instance instance) => _instances.TryRemove(KeyValuePair.Create(instance.Id, instance));

    public void Schedule(Action action) => _parts.Home.Schedule(action);

    public Task Run(Func<Task> work) => _parts.Home.Run(work);

    public async Task<InstanceState?> Load(Func<Task<InstanceState?>> load)
    {
        // Before that nobody knows which instances are parked, and have to be made hot by their next step.
        await Recovery.IndexRead;
        await _loads.Enter(CancellationToken.None);
        try
        {
            return await load();
        }
        finally
        {
            _loads.Leave();
        }
    }

    /// <summary>From which step on the spans of an instance may be lost with the process that made them. Asked once in a term: then they are handed out again. What was created in this term has none of those.</summary>
    public DateTime SpansFrom(string instance, DateTimeOffset createdAt) =>
        _parts.Lease.LastSign is { } sign && DurableTrace.IsOn && createdAt < _began && _spansKnown.TryAdd(instance, true) ? (sign - UnsentSpans).UtcDateTime : DateTime.MaxValue;

    public bool IsParked(string instance) => _parked.ContainsKey(instance);

    public void SetParked(string instance, bool isParked)
    {
        if (isParked)
        {
            _parked[instance] = true;
        }
        else
        {
            _parked.TryRemove(instance, out _);
        }
    }

    public async Task CheckLease()
    {
        if (!await _parts.Lease.Renew(CancellationToken.None))
        {
            throw new HubLostException();
        }
    }

    public void Lose()
    {
        _isLost = true;
        Recovery.Drop();
        Schedule(() => _lost.TrySetResult());
        _stopping.Cancel();
        TaskCompletionSource<Delivery>[] owed;
        lock (_owed)
        {
            owed = [.. _owed];
            _owed.Clear();
        }

        foreach (var answer in owed)
        {
            answer.TrySetException(new HubLostException());
        }
    }

    /// <summary>Lets steps and activities that are under way end, then drops everything.</summary>
    public async Task Stop()
    {
        var began = Clock.GetTimestamp();
        _stopping.Cancel();
        while ((!IsIdle || !Activities.Ended().IsCompleted) && !_isLost && Clock.GetElapsedTime(began) < Options.StopTimeout)
        {
            await Task.WhenAny(Lost, Task.Delay(TimeSpan.FromMilliseconds(10), Clock));
        }

        _isLost = true;
        _lost.TrySetResult();
    }

    // Not _stopping, which needs none: an instance that hears of the loss later cancels it again.
    public void Dispose() => WakeUps.Dispose();

    private sealed class TermPatience(Term term) : Patience(term._parts.Clock, term._parts.Options)
    {
        public override void Check(StorageUnavailableException? last)
        {
            if (term._isLost || !term._parts.Lease.IsHeld)
            {
                throw new HubLostException();
            }
        }
    }
}
