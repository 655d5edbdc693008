using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.SelfHost.Durable.Rows;
using ClickDeploy.Storage;

namespace ClickDeploy.SelfHost.Durable.Hub;

/// <content>A step: one commit, and what follows from it.</content>
internal sealed partial class Instance
{
    private async Task Step(InstanceState state, List<Message> batch)
    {
        var (now, began) = (term.Clock.GetUtcNow(), term.Clock.GetTimestamp());
        var intake = new Intake(state);
        var deliveries = batch.ConvertAll(message => (Message: message, Delivery: intake.Take(message)));
        if (intake.Termination is null && intake.Violation is null)
        {
            intake.TakeTimers(now);
        }

        if (StepPlan.Make(state, intake, now) is { } plan)
        {
            await Commit(state, plan, batch);
            if (DurableMeter.StepSeconds.Enabled)
            {
                DurableMeter.StepSeconds.Record(term.Clock.GetElapsedTime(began).TotalSeconds);
            }
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
        var (before, began) = (state.Row, term.Clock.GetUtcNow());
        if (term.IsParked(id))
        {
            await term.Index.Unpark(id, before.Execution, before.CreatedAt, term.Patience);
            term.SetParked(id, false);
        }

        var write = await StepWrite.Prepare(term.Instances, term.Options, id, state, plan, term.Patience);
        int[] told = [.. state.Told.Take(MaxToldPerStep)];
        RowChange[] changes =
        [
            .. write.Changes,
            .. told.Select(n => new RowChange.Delete(Keys.Outbox(n))),
            .. batch.Select(message => message.InboxKey).OfType<string>().Distinct().Select(key => new RowChange.Delete(key)),
        ];
        var etag = await term.Instances.Commit(id, state.ETag, write.Row, changes, term.Patience) ?? throw new HubLostException();

        await DropBlobs(batch);
        state.Outbox.ExceptWith(told);
        state.Told.ExceptWith(told);
        Follow(state, write, etag, began.UtcDateTime);
        DurableMeter.Steps.Add(1);
    }

    // What a step makes happen, once it is in the store.
    private void Follow(InstanceState state, StepWrite write, string etag, DateTime began)
    {
        var (before, live, plan, row) = (state.Row, state.Live, write.Plan, write.Row);
        state.Committed(row, etag);
        _lastStep = term.Clock.GetUtcNow();
        live?.Spans?.Committed(before.Next, plan.Step, live.Notes.Rewinds, began, _lastStep.UtcDateTime);
        if (write.HasOutbox)
        {
            state.Outbox.Add(before.Next);
            Deliver(state, before.Next, plan.Step, before);
        }

        if (plan.Next is not null)
        {
            Succeed(state, plan.Next);
            return;
        }

        foreach (var task in plan.Step.Decided.OfType<TaskScheduled>())
        {
            term.Activities.Start(id, row.Run, live?.Notes.Rewinds ?? 0, task, live?.PlaceOf(task));
        }

        if (state.Live is { IsStarted: true, Notes.Carried.Count: > 0 })
        {
            Post(new Message.Wake());
        }

        if (row.Status != before.Status)
        {
            term.Completions.Changed(id);
        }
    }

    // The next generation is in the store; its first turn is a step of its own.
    private void Succeed(InstanceState before, HistoryStep first)
    {
        var stored = new StoredInstance(before.Row, before.ETag);
        _state = new InstanceState(stored, term.Bodies.New(id, before.Row, first));
        _state.Live!.Replay(first);
        _state.Outbox.UnionWith(before.Outbox);
        _state.Told.UnionWith(before.Told);
        _state.IsListed = before.IsListed;
        term.Completions.Changed(id);
        Post(new Message.Wake());
    }

    private void Deliver(InstanceState state, int n, HistoryStep step, InstanceRow row)
    {
        if (!_delivering.Add(n))
        {
            return;
        }

        var open = (state.Live?.Decisions.Open ?? []).ToDictionary(task => task.Decision.Id, task => state.Live!.PlaceOf(task.Decision));
        _delivered = Run(_delivered);

        // One step after the other: what a receiver gets keeps its order, and a child is there before it is terminated.
        async Task Run(Task before)
        {
            await before;
            try
            {
                await term.Outbox.Deliver(id, row, n, step, open);
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
}
