using ClickDeploy.SelfHost.Durable.Rows;

namespace ClickDeploy.SelfHost.Durable.Hub;

/// <content>What an instance does when its mailbox is empty: wait for a time, be parked, leave memory, or be done with.</content>
internal sealed partial class Instance
{
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

        await Tidy(_state);
        if (MayPark(_state))
        {
            await Park(_state);
        }

        Arm(_state);
        if (IsSoonBack(_state) || !term.Live.Keep(this, _state.Row.Bytes) || batch.Any(message => message is Message.Evict))
        {
            await DropTold(_state);
            Unload();
        }
    }

    // The generations before, and the executions, where a start did not come to it: their steps stay while they have something for others.
    private async Task Tidy(InstanceState state)
    {
        if (!state.HasPast || state.Outbox.Any(n => n < state.Row.First && !state.Told.Contains(n)))
        {
            return;
        }

        int[] told = [.. state.Outbox.Where(n => n < state.Row.First)];
        await term.Instances.Delete(id, [.. told.Select(Keys.Outbox)], term.Patience);
        state.Outbox.ExceptWith(told);
        state.Told.ExceptWith(told);
        await term.Instances.DeletePast(id, state.Row.First, term.Patience);
        state.HasPast = false;
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

        state.Outbox.Clear();
        await Tidy(state);
        if (term.IsParked(id))
        {
            await term.Index.RemoveParked(id, state.Row.Execution, term.Patience);
            term.SetParked(id, false);
        }

        await List(state);
        // Last: what is found by it is looked at by the next holder, should this one die before.
        await term.Index.RemoveHot(id, state.Row.Execution, term.Patience);

        if (_rewinding.Count > 0)
        {
            await Rewind(state);
            AnswerSettling();
            await Rest([]);
            return;
        }

        term.WakeUps.Remove(id);
        Unload();
        AnswerSettling();
    }

    // Thousands may wait for days: those whose few rows are read and replayed in a moment take no memory.
    private bool IsSoonBack(InstanceState state) => term.IsParked(id) && _delivering.Count == 0 && state.Row.Bytes <= term.Options.MaxParkedReplayBytes;

    private bool MayPark(InstanceState state)
    {
        var later = term.Clock.GetUtcNow() + term.Options.ParkAfter;
        return !term.IsParked(id) && _delivering.Count == 0 && state.Live!.IsStarted && !state.Live.Decisions.RecordedActivities.Any()
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

        await List(state);
        await term.Index.Park(id, state.Row.Execution, state.Row.CreatedAt, NextTimer(state), term.Patience);
        term.SetParked(id, true);
    }

    // Not with the next step: whoever comes back to memory with two of them would tell one while it hears of the other, and never have done.
    private async Task DropTold(InstanceState state)
    {
        if (state.Told.Count > 0)
        {
            await term.Instances.Delete(id, [.. state.Told.Select(Keys.Outbox)], term.Patience);
        }
    }

    // Of what this process or another has only just started, the listing may still be under way.
    private async Task List(InstanceState state)
    {
        if (!state.IsListed)
        {
            await term.Index.List(id, state.Row.Execution, state.Row.CreatedAt, term.Patience);
            state.IsListed = true;
        }
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

        if (next is { } at)
        {
            term.WakeUps.Add(id, at);
        }
    }

    private static DateTimeOffset? NextTimer(InstanceState state)
    {
        DateTimeOffset? next = state.Live!.Decisions.Timers.Select(timer => (DateTimeOffset?)new DateTimeOffset(timer.FireAt, TimeSpan.Zero)).Min();
        return state.Live.IsStarted ? next : state.Live.Notes.IsSuspended ? null : state.Row.StartAt;
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
