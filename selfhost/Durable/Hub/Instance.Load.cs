using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.SelfHost.Durable.Replay;
using ClickDeploy.SelfHost.Durable.Rows;
using ClickDeploy.Storage;

namespace ClickDeploy.SelfHost.Durable.Hub;

/// <content>How an instance comes into memory: from its rows, or with the first turn that this process has just committed.</content>
internal sealed partial class Instance
{
    private async Task Arrive(List<Message> batch)
    {
        var created = batch.OfType<Message.Created>().LastOrDefault();
        if (created is { Turn: { } turn, Write: { } write } && term.Bodies.Take(id, turn))
        {
            var before = _state;
            _state = turn.Before;
            _state.Outbox.UnionWith(before?.Outbox ?? []);
            Replace(before, _state);
            Follow(_state, write, created.ETag, write.Plan.Step.At);
        }
        else if (_state is null || created is not null || batch.Any(message => message is Message.Look))
        {
            // Read before the instance: whoever wrote to it saw it, and so does what is read afterwards.
            var rows = await term.Instances.Inbox(id, term.Options.MaxMessagesPerStep, term.Patience);
            if (_state is null)
            {
                _state = await term.Load(() => Load());
            }
            else if ((created is not null && created.Execution != _state.Row.Execution) || (_state.Row.IsFinished && !rows.TrueForAll(row => IsFor(_state, row))))
            {
                await Renew(_state);
            }

            batch.InsertRange(0, await ReadInbox(rows));
        }
    }

    // It has ended in memory, and was started again.
    private async Task Renew(InstanceState ended)
    {
        if (await term.Load(() => Load()) is { } now && now.Row.Execution != ended.Row.Execution)
        {
            _state = now;
            Replace(ended, now);
        }
    }

    // An execution that came to no rest in memory has index rows yet. They are like those of a start that was not finished.
    private void Replace(InstanceState? before, InstanceState now)
    {
        now.Told.UnionWith(before?.Told ?? []);
        if (before is { Row: var row } && row.Execution != now.Row.Execution)
        {
            term.Recovery.Suspect(new Message.Found(new ActiveRow.Hot(id, row.Execution, row.CreatedAt), row.Execution, row.CreatedAt));
        }
    }

    // Rows of earlier releases do not say whom they are for.
    private static bool IsFor(InstanceState state, Row row) => (row.Data.Text("execution") ?? state.Row.Execution) == state.Row.Execution;

    private async Task<InstanceState?> Load()
    {
        var isStarting = false;
        for (var tries = 1; await term.Instances.Get(id, term.Patience) is { } stored; tries++)
        {
            // After the read: a first turn that is in these rows was begun before it, and what is in memory of it would soon be behind them.
            isStarting |= term.Bodies.Forget(id);
            var row = stored.Row;
            var outbox = await term.Instances.Outbox(id, term.Patience);
            var steps = row.IsFinished ? [] : await term.Instances.Steps(id, row.First, row.Next, term.Patience);
            if ((!row.IsFinished && steps.Count != row.Next - row.First) || outbox.Keys.Any(n => n >= row.Next))
            {
                // Between the reads another holder committed, or the id was started again here; the lease tells whether we go on. What a later execution has for others
                // is not this one's to tell.
                await term.CheckLease();
                if (tries == MaxLoadTries)
                {
                    throw new InvalidDataException($"The history of instance '{id}' has {steps.Count} of its {row.Next - row.First} rows, and outbox rows up to {outbox.Keys.DefaultIfEmpty(-1).Max()}.");
                }

                continue;
            }

            var state = new InstanceState(stored, row.IsFinished ? null : term.Bodies.New(id, row, steps[0]));
            if (state.Live is { } live)
            {
                Replay(live, row.First, Rewinding.Applied(steps), term.SpansFrom(id, row.CreatedAt));
            }

            state.IsListed = row.IsFinished ? !isStarting : term.IsParked(id);
            state.Outbox.UnionWith(outbox.Keys);
            await Resume(state, steps, outbox);
            return state;
        }

        return null;
    }

    private static void Replay(Orchestration live, int first, IReadOnlyList<HistoryStep> steps, DateTime spansFrom)
    {
        DurableMeter.Replays.Add(1);
        DurableMeter.ReplayedEvents.Add(steps.Sum(step => step.Received.Count + step.Decided.Count));
        for (var i = 0; i < steps.Count; i++)
        {
            live.Replay(steps[i]);
            live.Spans?.Replayed(first + i, steps[i], live.Notes.Rewinds, again: steps[i].At >= spansFrom);
        }
    }

    // What was open when the instance was last in memory: it may have been under way in a process that is gone.
    private async Task Resume(InstanceState state, List<HistoryStep> steps, Dictionary<int, int> generations)
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
                Deliver(state, n, step, state.Row with { Generation = generations[n] });
            }
        }

        if (state.Live is { Result: not { AtOnce: true } } live)
        {
            foreach (var task in live.Decisions.RecordedActivities)
            {
                term.Activities.Start(id, state.Row.Run, live.Notes.Rewinds, task, live.PlaceOf(task));
            }
        }
    }

    private async Task<List<Message>> ReadInbox(List<Row> rows)
    {
        if (rows.Count == term.Options.MaxMessagesPerStep)
        {
            Post(new Message.Look());
        }

        var messages = new List<Message>();
        foreach (var row in rows)
        {
            messages.Add(MessageRow.From(row, _state is not null && IsFor(_state, row) ? await term.Instances.MessageBytes(row, term.Patience) : null));
        }

        return messages;
    }

    // After their rows: a row must not name a blob that is not there.
    private async Task DropBlobs(List<Message> batch)
    {
        foreach (var blob in batch.Select(message => message.InboxBlob).OfType<string>().Distinct())
        {
            await term.Instances.DeleteBlob(blob, term.Patience);
        }
    }

    private async Task DropInbox(List<Message> batch)
    {
        string[] keys = [.. batch.Select(message => message.InboxKey).OfType<string>()];
        if (keys.Length > 0)
        {
            await term.Instances.Delete(id, keys, term.Patience);
            await DropBlobs(batch);
        }
    }
}
