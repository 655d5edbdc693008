using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.SelfHost.Durable.Replay;
using ClickDeploy.SelfHost.Durable.Rows;

namespace ClickDeploy.SelfHost.Durable.Hub;

/// <summary>Delivers what a committed step has for other instances. Everything may be delivered again: receivers recognise it.</summary>
internal sealed class Outbox(Term term)
{
    public static bool HasAny(InstanceRow row, HistoryStep step) => Targets(row, step).Any();

    /// <param name="isOpen">Whether a child is still waited for; one that has answered was started for certain.</param>
    public async Task Deliver(string sender, InstanceRow row, HistoryStep step, Func<ChildCreated, bool> isOpen)
    {
        // To one receiver in order, to several at once.
        var byTarget = Targets(row, step).Where(one => one.Event is not ChildCreated child || isOpen(child)).GroupBy(one => one.Instance, StringComparer.Ordinal);
        await Task.WhenAll(byTarget.Select(async group =>
        {
            foreach (var (_, e) in group)
            {
                await Deliver(sender, row, group.Key, e);
            }
        }));
    }

    private async Task Deliver(string sender, InstanceRow row, string target, HistoryEvent e)
    {
        switch (e)
        {
            case ChildCreated child:
                await StartChild(sender, row, child);
                break;
            case EventSent sent:
                await term.Send(target, new Message.Raised(new EventRaised(sent.Name, sent.Payload, $"{row.Execution}-{sent.Id}")));
                break;
            case ExecutionTerminated terminated:
                await term.Send(target, new Message.Terminate(terminated.Output, Recursive: true));
                break;
            case ExecutionCompleted completed:
                await term.Send(target, new Message.Answered(row.Parent!.Execution, ToParent(row.Parent.TaskId, completed)));
                break;
        }
    }

    private async Task StartChild(string sender, InstanceRow row, ChildCreated child)
    {
        var request = new NewInstance(
            child.Instance,
            DurableGuid.ChildExecution(row.Execution, child.Id),
            child.Name,
            child.Input,
            Parent: new ParentLink(sender, row.Name, row.Execution, child.Id));
        switch (await term.Starter.Start(request, term.Patience))
        {
            case StartOutcome.Started started:
                term.Post(child.Instance, new Message.Created(started.Instance, started.First));
                break;
            case StartOutcome.Same:
                // Started before, perhaps by a holder that could not tell this one.
                term.Post(child.Instance, new Message.Look());
                break;
            case StartOutcome.Refused refused:
                var sentence = $"An Orchestration instance with the ID {child.Instance} already exists (status {refused.Status}).";
                var failure = new Failure(typeof(InvalidOperationException).FullName!, sentence, null, null);
                await term.Send(sender, new Message.Answered(row.Execution, new ChildFailed(child.Id, failure)));
                break;
        }
    }

    private static Answer ToParent(int task, ExecutionCompleted completed) => completed switch
    {
        { Failure: { } failure } => new ChildFailed(task, failure),
        { Status: Microsoft.DurableTask.Client.OrchestrationRuntimeStatus.Terminated } => new ChildFailed(
            task, new Failure(typeof(OperationCanceledException).FullName!, $"The sub-orchestration was terminated: {completed.Result ?? "no reason was given"}.", null, null)),
        _ => new ChildCompleted(task, completed.Result),
    };

    private static IEnumerable<(string Instance, HistoryEvent Event)> Targets(InstanceRow row, HistoryStep step)
    {
        foreach (var e in step.Decided)
        {
            switch (e)
            {
                case ChildCreated child:
                    yield return (child.Instance, e);
                    break;
                case EventSent sent:
                    yield return (sent.Instance, e);
                    break;
                case ExecutionCompleted when row.Parent is { } parent:
                    yield return (parent.Instance, e);
                    break;
            }
        }

        foreach (var terminated in step.Received.OfType<ExecutionTerminated>())
        {
            foreach (var child in terminated.Children ?? [])
            {
                yield return (child, terminated);
            }
        }
    }
}
