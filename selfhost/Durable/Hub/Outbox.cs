using System.Diagnostics;
using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.SelfHost.Durable.Replay;
using ClickDeploy.SelfHost.Durable.Rows;
using ClickDeploy.SelfHost.Durable.Traces;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.SelfHost.Durable.Hub;

/// <summary>Delivers what a committed step has for other instances. Everything may be delivered again: receivers recognise it.</summary>
internal sealed class Outbox(Term term)
{
    public static bool HasAny(InstanceRow row, HistoryStep step) => Targets(row, step).Any();

    /// <param name="n">The step.</param>
    /// <param name="open">The tasks that are still waited for, with the places of their spans; a child that has answered was started for certain.</param>
    public async Task Deliver(string sender, InstanceRow row, int n, HistoryStep step, IReadOnlyDictionary<int, ActivityContext?> open)
    {
        // To one receiver in order, to several at once.
        var byTarget = Targets(row, step).Where(one => one is not { Child: { } child } || open.ContainsKey(child.Id)).GroupBy(one => one.Instance, StringComparer.Ordinal);
        await Task.WhenAll(byTarget.Select(async group =>
        {
            foreach (var one in group)
            {
                await Deliver(sender, row, n, one, one.Child is { } child ? open[child.Id] : null);
            }
        }));
    }

    private async Task Deliver(string sender, InstanceRow row, int n, Letter letter, ActivityContext? place)
    {
        var target = letter.Instance;
        switch (letter.Event)
        {
            case ChildCreated child:
                await StartChild(sender, row, child, DurableGuid.ChildExecution(row.Run, child.Id), place);
                break;
            case ExecutionRewound rewound:
                await RewindChild(sender, row, letter.Child!, rewound, place);
                break;
            case EventSent sent:
                await term.Send(target, new Message.Raised(new EventRaised(sent.Name, sent.Payload, $"{row.Run}-{sent.Id}")));
                break;
            case ExecutionTerminated terminated:
                await term.Send(target, new Message.Terminate(terminated.Output, Recursive: true, row.Run));
                break;
            case ExecutionCompleted completed:
                await term.Send(target, new Message.Answered(row.Parent!.Execution, ToParent(row.Parent.TaskId, completed, End(row, n))));
                break;
        }
    }

    // A child that failed goes on from where it failed; one that cannot, or is not there any more, begins again.
    private async Task RewindChild(string sender, InstanceRow row, ChildCreated child, ExecutionRewound rewound, ActivityContext? place)
    {
        while (true)
        {
            var stored = await term.Instances.Get(child.Instance, term.Patience);
            if (stored?.Row is not { } own || own.Parent is not { } parent || parent.Execution != row.Run || parent.TaskId != child.Id || own.Status is OrchestrationRuntimeStatus.Terminated)
            {
                await StartChild(sender, row, child, DurableGuid.ChildExecution($"{row.Run}:{rewound.Message}", child.Id), place);
                return;
            }

            switch (own.Status)
            {
                case OrchestrationRuntimeStatus.Failed:
                    var delivery = await term.Send(child.Instance, new Message.Rewind(rewound.Reason, $"{rewound.Message}-{child.Id}"));
                    if (delivery == Delivery.Refused)
                    {
                        await StartChild(sender, row, child, DurableGuid.ChildExecution($"{row.Run}:{rewound.Message}", child.Id), place);
                        return;
                    }

                    if (delivery is Delivery.Recorded or Delivery.Dropped)
                    {
                        return;
                    }

                    break;
                case OrchestrationRuntimeStatus.Completed:
                    // Somebody rewound the child alone, and nobody waited for what it gave.
                    var last = await term.Instances.Steps(child.Instance, own.Next - 1, own.Next, term.Patience);
                    if (last.SelectMany(step => step.Decided).OfType<ExecutionCompleted>().FirstOrDefault() is { } completed)
                    {
                        await term.Send(sender, new Message.Answered(row.Run, ToParent(child.Id, completed, End(own, own.Next - 1))));
                        return;
                    }

                    break;
                default:
                    return;
            }
        }
    }

    private async Task StartChild(string sender, InstanceRow row, ChildCreated child, string execution, ActivityContext? place)
    {
        var request = new NewInstance(
            child.Instance,
            execution,
            child.Name,
            child.Input,
            Parent: new ParentLink(sender, row.Name, row.Run, child.Id),
            Trace: place is { } trace ? DurableTrace.PlaceOf(trace) : null,
            Version: child.Version,
            Tags: child.Tags);
        switch (await term.Starter.Start(request, term.Patience, term.Bodies))
        {
            case StartOutcome.Started started:
                term.Post(child.Instance, started.News);
                break;
            case StartOutcome.Same:
                // Started before, perhaps by a holder that could not tell this one.
                term.Post(child.Instance, new Message.Look());
                break;
            case StartOutcome.Refused refused:
                var sentence = $"An Orchestration instance with the ID {child.Instance} already exists (status {refused.Status}).";
                var failure = new Failure(typeof(InvalidOperationException).FullName!, sentence, null, null);
                await term.Send(sender, new Message.Answered(row.Run, new ChildFailed(child.Id, failure)));
                break;
        }
    }

    private static string End(InstanceRow row, int n) => $"{row.Execution}:{n}";

    private static Answer ToParent(int task, ExecutionCompleted completed, string end) => completed switch
    {
        { Failure: { } failure } => new ChildFailed(task, failure, end),
        { Status: OrchestrationRuntimeStatus.Terminated } => new ChildFailed(
            task, new Failure(typeof(OperationCanceledException).FullName!, $"The sub-orchestration was terminated: {completed.Result ?? "no reason was given"}.", null, null), end),
        _ => new ChildCompleted(task, completed.Result),
    };

    private static IEnumerable<Letter> Targets(InstanceRow row, HistoryStep step)
    {
        foreach (var e in step.Decided)
        {
            switch (e)
            {
                case ChildCreated child:
                    yield return new(child.Instance, e, child);
                    break;
                case EventSent sent:
                    yield return new(sent.Instance, e);
                    break;
                case ExecutionCompleted { Status: not OrchestrationRuntimeStatus.ContinuedAsNew } when row.Parent is { } parent:
                    yield return new(parent.Instance, e);
                    break;
            }
        }

        foreach (var terminated in step.Received.OfType<ExecutionTerminated>())
        {
            foreach (var child in terminated.Children ?? [])
            {
                yield return new(child, terminated);
            }
        }

        foreach (var rewound in step.Received.OfType<ExecutionRewound>())
        {
            foreach (var child in rewound.Children ?? [])
            {
                yield return new(child.Instance, rewound, child);
            }
        }
    }

    /// <param name="Child">The child that it is about: it goes only while that one is waited for.</param>
    private readonly record struct Letter(string Instance, HistoryEvent Event, ChildCreated? Child = null);
}
