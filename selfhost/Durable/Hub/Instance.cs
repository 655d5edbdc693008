using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.SelfHost.Durable.Replay;
using ClickDeploy.SelfHost.Durable.Rows;
using ClickDeploy.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.SelfHost.Durable.Hub;

/// <summary>One instance while something of it is in memory: its mailbox, and the steps that empty it one after the other.</summary>
internal sealed class Instance(Term term, string id)
{
    private const int MaxToldPerStep = 5;
    private const int MaxStepBytes = 60 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Queue<Message> _mailbox = new();
    private readonly HashSet<int> _delivering = [];
    private readonly List<Message.Settle> _settling = [];
    private bool _isRunning;
    private bool _isRetired;
    private InstanceState? _state;
    private Task _delivered = Task.CompletedTask;
    private DateTimeOffset? _wakeAt;
    private DateTimeOffset _lastStep;

    public string Id => id;

    public bool IsBusy
    {
        get
        {
            lock (_gate)
            {
                return _isRunning;
            }
        }
    }

    /// <returns>False when this object has been given up: the term makes a new one.</returns>
    public bool Post(Message message)
    {
        lock (_gate)
        {
            if (_isRetired)
            {
                return false;
            }

            _mailbox.Enqueue(message);
            if (_isRunning)
            {
                return true;
            }

            _isRunning = true;
        }

        term.Schedule(() => _ = Run());
        return true;
    }

    private async Task Run()
    {
        while (Take() is { } batch)
        {
            try
            {
                await Handle(batch);
                await Rest(batch);
            }
            catch (HubLostException lost)
            {
                Fail(batch, lost);
                term.Lose();
            }
            catch (Exception bug)
            {
                // The rows are as they were; they are read again, and what is open in them goes on.
                term.Log.InstanceBroke(id, bug);
                _state = null;
                Fail(batch, bug);
                term.WakeUps.Add(id, term.Clock.GetUtcNow() + term.Options.ParkAfter);
            }
        }
    }

    private List<Message>? Take()
    {
        lock (_gate)
        {
            if (_mailbox.Count == 0)
            {
                _isRunning = false;
                if (_state is null && _delivering.Count == 0)
                {
                    _isRetired = true;
                    term.Forget(this);
                }

                return null;
            }

            var batch = new List<Message>();
            while (batch.Count < term.Options.MaxMessagesPerStep && _mailbox.TryDequeue(out var message))
            {
                batch.Add(message);
            }

            return batch;
        }
    }

    private static void Fail(List<Message> batch, Exception why)
    {
        foreach (var message in batch)
        {
            message.Answer?.TrySetException(why);
        }
    }

    private async Task Handle(List<Message> batch)
    {
        if (_state is null && batch.TrueForAll(message => message is Message.Evict))
        {
            return;
        }

        await Arrive(batch);
        foreach (var told in batch.OfType<Message.Told>())
        {
            _delivering.Remove(told.Step);
            _state?.Told.Add(told.Step);
        }

        _settling.AddRange(batch.OfType<Message.Settle>());
        foreach (var found in batch.OfType<Message.Found>())
        {
            if (_state?.Row.Execution == found.Execution)
            {
                await term.Index.List(id, found.Execution, found.CreatedAt, term.Patience);
            }
            else
            {
                term.Suspect(found);
            }
        }

        if (_state is not null && batch.Exists(message => message is Message.Look))
        {
            // Its starter, another process, may have died before it listed it.
            await term.Index.List(id, _state.Row.Execution, _state.Row.CreatedAt, term.Patience);
        }

        if (_state is null)
        {
            await DropInbox(batch);
            Answer(batch, Delivery.Unknown);
        }
        else if (_state.Row.IsFinished)
        {
            await DropInbox(batch);
            Answer(batch, Delivery.Finished);
        }
        else
        {
            await Step(_state, batch);
        }
    }

    // ---- into memory ----

    private async Task Arrive(List<Message> batch)
    {
        if (batch.OfType<Message.Created>().LastOrDefault() is { } created && created.Instance.Row.Execution != _state?.Row.Execution)
        {
            var before = _state;
            _state = new InstanceState(created.Instance, NewLive(created.Instance.Row, created.First));
            _state.Live!.Replay(created.First);
            _state.Outbox.UnionWith(before?.Outbox ?? []);
            _state.Told.UnionWith(before?.Told ?? []);
        }
        else if (_state is null)
        {
            _state = await term.Load(() => Load());
            batch.InsertRange(0, await ReadInbox());
        }
        else if (batch.Any(message => message is Message.Look))
        {
            batch.InsertRange(0, await ReadInbox());
        }
    }

    private async Task<InstanceState?> Load()
    {
        while (await term.Instances.Get(id, term.Patience) is { } stored)
        {
            var row = stored.Row;
            var outbox = await term.Instances.Outbox(id, term.Patience);
            var steps = row.IsFinished ? [] : await term.Instances.Steps(id, row.First, row.Next, term.Patience);
            if (!row.IsFinished && steps.Count != row.Next - row.First)
            {
                // Another holder committed between the two reads; the lease tells which of us goes on.
                await term.CheckLease();
                continue;
            }

            var state = new InstanceState(stored, row.IsFinished ? null : NewLive(row, steps[0]));
            foreach (var step in steps)
            {
                state.Live!.Replay(step);
            }

            state.Outbox.UnionWith(outbox);
            await Resume(state, steps);
            return state;
        }

        return null;
    }

    // What was open when the instance was last in memory: it may have been under way in a process that is gone.
    private async Task Resume(InstanceState state, List<HistoryStep> steps)
    {
        foreach (var n in state.Outbox.Where(n => !_delivering.Contains(n)).Order().ToList())
        {
            var at = n - state.Row.First;
            var step = at >= 0 && at < steps.Count ? steps[at] : (await term.Instances.Steps(id, n, n + 1, term.Patience)).FirstOrDefault();
            if (step is null)
            {
                state.Told.Add(n);
            }
            else
            {
                Deliver(state, n, step);
            }
        }

        if (state.Live is { Result: not { AtOnce: true } } live)
        {
            foreach (var task in live.RecordedActivities)
            {
                term.Activities.Start(id, state.Row.Execution, task);
            }
        }
    }

    private Orchestration NewLive(InstanceRow row, HistoryStep first)
    {
        var start = new OrchestrationStart(
            row.Name,
            id,
            row.Execution,
            first.Received.OfType<ExecutionStarted>().First().Input,
            row.Parent is { } parent ? new ParentOrchestrationInstance(parent.Name, parent.Instance) : null);
        return new Orchestration(term.Registry.Orchestrator(row.Name), start, term.Options, term.Loggers, what => term.TryPost(id, new Message.Violated(row.Execution, what)));
    }

    private async Task<List<Message>> ReadInbox()
    {
        var rows = await term.Instances.Inbox(id, term.Options.MaxMessagesPerStep, term.Patience);
        if (rows.Count == term.Options.MaxMessagesPerStep)
        {
            Post(new Message.Look());
        }

        var messages = new List<Message>();
        foreach (var row in rows)
        {
            messages.Add(MessageRow.From(row, await term.Instances.MessageBytes(row, term.Patience)));
        }

        return messages;
    }

    private async Task DropInbox(List<Message> batch)
    {
        string[] keys = [.. batch.Select(message => message.InboxKey).OfType<string>()];
        if (keys.Length > 0)
        {
            await term.Instances.Delete(id, keys, term.Patience);
        }
    }

    // ---- a step ----

    private async Task Step(InstanceState state, List<Message> batch)
    {
        var now = term.Clock.GetUtcNow();
        var intake = new Intake(state);
        var deliveries = batch.ConvertAll(message => (Message: message, Delivery: intake.Take(message)));
        if (intake.Termination is null && intake.Violation is null)
        {
            intake.TakeTimers(now);
        }

        if (StepPlan.Make(state, intake, now) is { } plan)
        {
            await Commit(state, plan, batch);
        }
        else
        {
            await DropInbox(batch);
        }

        foreach (var (message, delivery) in deliveries)
        {
            message.Answer?.TrySetResult(delivery);
        }
    }

    private async Task Commit(InstanceState state, StepPlan plan, List<Message> batch)
    {
        var before = state.Row;
        var bytes = HistoryJson.Write(plan.Step);
        if (before.Bytes + bytes.Length > term.Options.MaxHistoryBytes || bytes.Length > MaxStepBytes)
        {
            plan = StepPlan.TooLong(state, plan.Step.At, before.Bytes + bytes.Length, Math.Min(term.Options.MaxHistoryBytes, before.Bytes + MaxStepBytes));
            bytes = HistoryJson.Write(plan.Step);
        }

        if (term.IsParked(id))
        {
            await term.Index.Unpark(id, before.Execution, before.CreatedAt, term.Patience);
            term.SetParked(id, false);
        }

        var row = before with
        {
            Status = plan.Status,
            CustomStatus = plan.CustomStatus,
            UpdatedAt = new DateTimeOffset(plan.Step.At, TimeSpan.Zero),
            Next = before.Next + 1,
            Bytes = before.Bytes + bytes.Length,
            Commit = Guid.NewGuid().ToString("N"),
        };
        var hasOutbox = Outbox.HasAny(row, plan.Step);
        int[] told = [.. state.Told.Take(MaxToldPerStep)];
        var changes = new List<RowChange>
        {
            new RowChange.Insert(Keys.History(before.Next), await term.Instances.Prepare(id, row.Execution, before.Next, bytes, term.Patience)),
        };
        if (hasOutbox)
        {
            changes.Add(new RowChange.Insert(Keys.Outbox(before.Next), []));
        }

        changes.AddRange(told.Select(n => new RowChange.Delete(Keys.Outbox(n))));
        changes.AddRange(batch.Select(message => message.InboxKey).OfType<string>().Distinct().Select(key => new RowChange.Delete(key)));
        var etag = await term.Instances.Commit(id, state.ETag, row, changes, term.Patience) ?? throw new HubLostException();

        state.Committed(row, etag);
        state.Outbox.ExceptWith(told);
        state.Told.ExceptWith(told);
        _lastStep = term.Clock.GetUtcNow();
        if (hasOutbox)
        {
            state.Outbox.Add(before.Next);
            Deliver(state, before.Next, plan.Step);
        }

        foreach (var task in plan.Step.Decided.OfType<TaskScheduled>())
        {
            term.Activities.Start(id, row.Execution, task);
        }

        if (row.Status != before.Status)
        {
            term.Completions.Changed(id);
        }
    }

    private void Deliver(InstanceState state, int n, HistoryStep step)
    {
        var row = state.Row;
        if (!_delivering.Add(n))
        {
            return;
        }

        HashSet<int> open = [.. state.Live?.OpenTasks.Select(task => task.Decision.Id) ?? []];
        _delivered = Run(_delivered);

        // One step after the other: what a receiver gets keeps its order, and a child is there before it is terminated.
        async Task Run(Task before)
        {
            await before;
            try
            {
                await term.Outbox.Deliver(id, row, step, child => open.Contains(child.Id));
                term.TryPost(id, new Message.Told(n));
            }
            catch (HubLostException)
            {
                term.Lose();
            }
            catch (Exception bug)
            {
                term.Log.InstanceBroke(id, bug);
            }
        }
    }

    // ---- out of memory ----

    private async Task Rest(List<Message> batch)
    {
        if (_state is null)
        {
            term.Live.Remove(this);
            AnswerSettling();
            return;
        }

        if (_state.Row.IsFinished)
        {
            await RestFinished(_state);
            return;
        }

        if (MayPark(_state))
        {
            await Park(_state);
        }

        Arm(_state);
        if (!term.Live.Keep(this, _state.Row.Bytes) || batch.Any(message => message is Message.Evict))
        {
            Unload();
        }
    }

    private async Task RestFinished(InstanceState state)
    {
        if (_delivering.Count > 0)
        {
            return;
        }

        if (state.Outbox.Count > 0)
        {
            await term.Instances.Delete(id, [.. state.Outbox.Select(Keys.Outbox)], term.Patience);
        }

        await term.Index.RemoveHot(id, state.Row.Execution, term.Patience);
        if (term.IsParked(id))
        {
            await term.Index.RemoveParked(id, state.Row.Execution, term.Patience);
            term.SetParked(id, false);
        }

        Unload();
        AnswerSettling();
    }

    private bool MayPark(InstanceState state)
    {
        var later = term.Clock.GetUtcNow() + term.Options.ParkAfter;
        return !term.IsParked(id) && _delivering.Count == 0 && state.Live!.IsStarted && !state.Live.RecordedActivities.Any()
            && _lastStep + (2 * term.Options.ParkAfter) <= later && (NextTimer(state) is not { } next || next > later);
    }

    private async Task Park(InstanceState state)
    {
        if (state.Outbox.Count > 0)
        {
            await term.Instances.Delete(id, [.. state.Outbox.Select(Keys.Outbox)], term.Patience);
            state.Outbox.Clear();
            state.Told.Clear();
        }

        await term.Index.Park(id, state.Row.Execution, state.Row.CreatedAt, NextTimer(state), term.Patience);
        term.SetParked(id, true);
    }

    private void Unload()
    {
        _state = null;
        term.Live.Remove(this);
    }

    private void Arm(InstanceState state)
    {
        var now = term.Clock.GetUtcNow();
        var next = NextTimer(state);
        if (!term.IsParked(id) && state.Live!.IsStarted && (next is null || next > now + term.Options.ParkAfter))
        {
            // Nothing before that: then look whether it is to be parked.
            next = now + term.Options.ParkAfter;
        }

        if (next is { } at && !(_wakeAt <= at && _wakeAt > now))
        {
            _wakeAt = at;
            term.WakeUps.Add(id, at);
        }
    }

    private static DateTimeOffset? NextTimer(InstanceState state)
    {
        DateTimeOffset? next = state.Live!.Timers.Select(timer => (DateTimeOffset?)new DateTimeOffset(timer.FireAt, TimeSpan.Zero)).Min();
        return state.Live.IsStarted ? next : state.Row.StartAt;
    }

    private void Answer(List<Message> batch, Delivery delivery)
    {
        foreach (var message in batch.Where(message => message is not Message.Settle))
        {
            message.Answer?.TrySetResult(delivery);
        }
    }

    private void AnswerSettling()
    {
        foreach (var settle in _settling)
        {
            settle.Answer?.TrySetResult(Delivery.Finished);
        }

        _settling.Clear();
    }
}
