using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.SelfHost.Durable.Replay;
using ClickDeploy.SelfHost.Durable.Rows;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.SelfHost.Durable.Hub;

/// <content>How an instance that has failed goes on.</content>
internal sealed partial class Instance
{
    // Until it is at rest: then nobody can be told of the end that does not count any more.
    private void Hold(List<Message> batch)
    {
        foreach (var rewind in batch.OfType<Message.Rewind>().Where(rewind => rewind.InboxKey is null || _rewinding.TrueForAll(held => held.InboxKey != rewind.InboxKey)).ToList())
        {
            _rewinding.Add(rewind);
            term.Owe(rewind.Answer);
        }

        batch.RemoveAll(message => message is Message.Rewind);
    }

    private async Task Rewind(InstanceState ended)
    {
        var rewind = _rewinding[0];
        var row = ended.Row;
        var steps = await term.Instances.Steps(id, row.First, row.Next, term.Patience);
        Delivery delivery;
        if (steps.SelectMany(step => step.Received).OfType<ExecutionRewound>().Any(rewound => rewound.Message == rewind.Id))
        {
            delivery = Delivery.Recorded;
        }
        else if (row.Status != OrchestrationRuntimeStatus.Failed)
        {
            delivery = Delivery.Finished;
        }
        else
        {
            delivery = await GoOn(ended, steps, rewind) ? Delivery.Recorded : Delivery.Refused;
        }

        if (delivery != Delivery.Recorded || _state == ended)
        {
            await DropInbox([rewind]);
        }

        _rewinding.RemoveAt(0);
        rewind.Answer?.TrySetResult(delivery);
        if (_state?.Row.IsFinished == false)
        {
            // The others find it running. What came as a row is read again.
            foreach (var other in _rewinding)
            {
                Post(other.InboxKey is null ? other : new Message.Look());
            }

            _rewinding.Clear();
        }
    }

    private async Task<bool> GoOn(InstanceState ended, List<HistoryStep> steps, Message.Rewind rewind)
    {
        var row = ended.Row;
        var applied = Rewinding.Applied(steps);
        if (Rewinding.Find(applied, () => term.Bodies.New(id, row, steps[0], static _ => { })) is not { } forgotten)
        {
            return false;
        }

        var live = term.Bodies.New(id, row, steps[0]);
        HashSet<int> without = [.. forgotten];
        Replay(live, row.First, [.. applied.Select(step => Rewinding.Without(step, without))], DateTime.MaxValue);

        var state = new InstanceState(new StoredInstance(row, ended.ETag), live) { IsListed = ended.IsListed };
        ChildCreated[] children = [.. steps.SelectMany(step => step.Decided).OfType<ChildCreated>().Where(child => without.Contains(child.Id))];
        var intake = new Intake(state);
        string[] ends = [.. applied.SelectMany(step => step.Received).OfType<ChildFailed>().Where(failed => without.Contains(failed.For)).Select(failed => failed.End).OfType<string>()];
        intake.Received.Add(new ExecutionRewound(rewind.Reason, forgotten, children.Length > 0 ? children : null, rewind.Id, ends.Length > 0 ? ends : null));
        var plan = StepPlan.Make(state, intake, term.Clock.GetUtcNow())!;

        // As at a start: who takes over finds it.
        await term.Index.Announce(id, row.Execution, row.CreatedAt, term.Patience);
        await Commit(state, plan, [rewind]);
        _state = state;
        if (state.Live is { Result: not { AtOnce: true } } going)
        {
            foreach (var task in going.Decisions.RecordedActivities)
            {
                term.Activities.Start(id, row.Run, going.Notes.Rewinds, task, going.PlaceOf(task));
            }
        }

        return true;
    }
}
