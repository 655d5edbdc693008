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
    private readonly ConcurrentQueue<(Message.Found Found, long Since)> _suspects = new();
    private readonly Dictionary<string, (string ETag, long Since)> _pokes = new(StringComparer.Ordinal);
    private readonly Slots _loads;
    private readonly List<TaskCompletionSource<Delivery>> _owed = [];
    private readonly TaskCompletionSource _indexRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
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
        await _indexRead.Task;
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

    /// <summary>An index row whose execution is not there: a start under way, or the remains of one. Looked at again when no start can be under way any more.</summary>
    public void Suspect(Message.Found found) => _suspects.Enqueue((found, Clock.GetTimestamp()));

    public async Task CheckLease()
    {
        if (!await _parts.Lease.Renew(CancellationToken.None))
        {
            throw new HubLostException();
        }
    }

    /// <summary>Finds what the process before left: hot and poked instances, and those whose time has come, are loaded; the others only get their wake-up.</summary>
    public async Task Recover()
    {
        var rows = await Index.All(Patience);
        foreach (var parked in rows.OfType<ActiveRow.Parked>())
        {
            SetParked(parked.Instance, true);
        }

        _indexRead.TrySetResult();
        foreach (var row in rows)
        {
            switch (row)
            {
                case ActiveRow.Hot hot:
                    TryPost(hot.Instance, new Message.Found(hot, hot.Execution, hot.CreatedAt));
                    break;
                case ActiveRow.Parked parked:
                    if (parked.WakeAt is { } at && at > Clock.GetUtcNow())
                    {
                        WakeUps.Add(parked.Instance, at);
                    }
                    else if (parked.WakeAt is not null)
                    {
                        TryPost(parked.Instance, new Message.Found(parked, parked.Execution, parked.CreatedAt));
                    }

                    break;
                case ActiveRow.Poke poke:
                    TryPost(poke.Instance, new Message.Look());
                    break;
            }
        }
    }

    /// <summary>Looks for what other processes wrote, and for remains of starts that were never finished.</summary>
    public async Task Look()
    {
        var grace = 2 * Options.CallTimeout;
        var pokes = (await Index.Pokes(Patience)).OfType<ActiveRow.Poke>().ToList();
        foreach (var poke in pokes)
        {
            if (!_pokes.TryGetValue(poke.Instance, out var seen) || seen.ETag != poke.ETag)
            {
                _pokes[poke.Instance] = seen = (poke.ETag, Clock.GetTimestamp());
            }

            // Read first, then decided by the time before the read: what its sender wrote is seen before the poke goes.
            var isOver = Clock.GetElapsedTime(seen.Since) >= grace;
            await Send(poke.Instance, new Message.Look());
            if (isOver)
            {
                await SuspectAll(poke.Instance);
                await Index.RemovePoke(poke, Patience);
                _pokes.Remove(poke.Instance);
            }
        }

        while (Starter.Unfinished.TryDequeue(out var unfinished))
        {
            Suspect(unfinished);
        }

        while (_suspects.TryPeek(out var suspect) && Clock.GetElapsedTime(suspect.Since) >= grace && _suspects.TryDequeue(out _))
        {
            await Judge(suspect.Found);
        }
    }

    public void Lose()
    {
        _isLost = true;
        _indexRead.TrySetResult();
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

    // Whoever poked may have died in the middle of a start. Another start may be under way just now, so each row gets its own time.
    private async Task SuspectAll(string instance)
    {
        foreach (var hot in await Index.HotOf(instance, Patience))
        {
            Suspect(new Message.Found(hot, hot.Execution, hot.CreatedAt));
        }
    }

    private async Task Judge(Message.Found found)
    {
        var stored = await Instances.Get(found.Row.Instance, Patience);
        if (stored?.Row.Execution == found.Execution)
        {
            TryPost(found.Row.Instance, found);
            return;
        }

        // A start that was not finished may have put its input into a blob. What an older execution has for others is not told yet: its steps stay.
        if ((await Instances.Outbox(found.Row.Instance, Patience)).Count == 0)
        {
            await Instances.DeleteBlobs(found.Row.Instance, found.Execution, Patience);
        }

        await Index.RemoveParked(found.Row.Instance, found.Execution, Patience);
        await Index.Retract(found.Row.Instance, found.Execution, found.CreatedAt, Patience);
    }

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
