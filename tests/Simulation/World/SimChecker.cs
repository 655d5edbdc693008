using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.SelfHost.Durable.Rows;
using ClickDeploy.Storage;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.Simulation.World;

/// <summary>Looks at every commit at the moment it is applied: what must hold of a history whatever happens around it.</summary>
/// <param name="blobs">Reads a blob of a history.</param>
/// <param name="gave">Whether an activity with this input ever gave this result.</param>
public sealed class SimChecker(string hub, Func<string?, string?, bool> gave, Func<string, byte[]> blobs)
{
    private readonly Dictionary<string, Model> _models = new(StringComparer.Ordinal);
    private string? _holder;

    /// <summary>What was violated; empty when all is well.</summary>
    public List<string> Violations { get; } = [];

    public int Steps { get; private set; }

    /// <summary>How often another process than before took the hub.</summary>
    public int TakeOvers { get; private set; }

    public void Committed(string table, string partition, IReadOnlyList<RowChange> changes)
    {
        if (partition == "lease" && Written(changes[0])?.Text("holder") is { } holder && holder != _holder)
        {
            TakeOvers += _holder is null ? 0 : 1;
            _holder = holder;
        }

        if (table != hub + "instances")
        {
            return;
        }

        var row = changes.Where(change => change.Key == Keys.Instance).Select(Written).OfType<RowData>().Select(InstanceRow.From).FirstOrDefault();
        var history = changes.Where(change => change.Key.StartsWith(Keys.HistoryPrefix, StringComparison.Ordinal) && change is not RowChange.Delete).ToList();
        if (row is null)
        {
            Expect(history.Count == 0, partition, "history was written without the instance's row");
            if (changes.Any(change => change is RowChange.Delete { Key: Keys.Instance }) && _models.TryGetValue(partition, out var purged))
            {
                // Nobody knows any more what it has had.
                purged.Messages.Clear();
            }

            return;
        }

        Steps++;
        // A start, with its first turn where the holder starts it, or a step; where it continues as new with the next start.
        var isStart = !_models.TryGetValue(partition, out var model) || model.Execution != row.Execution;
        Expect(history.Count > 0 && history.Count <= (isStart ? 3 : 2), partition, $"the commit appends {history.Count} steps");
        if (model is null || isStart)
        {
            Expect(model is null || model.IsFinished, partition, "a new execution began before the old one had ended");
            _models[partition] = model = new Model(row.Execution, history.Count > 0 ? Keys.Number(history[0].Key) : row.First, model?.Messages ?? []);
        }

        foreach (var change in history)
        {
            Expect(change is RowChange.Insert && change.Key == Keys.History(model.Next), partition, $"the commit does not append exactly row {model.Next}");
            model.Next++;
            if (change is RowChange.Insert appended)
            {
                var step = HistoryJson.Read(StepRow.Blob(appended.Data) is { } blob ? blobs(blob) : StepRow.Bytes(appended.Data));
                Expect(!model.IsFinished || step.Received is [ExecutionRewound, ..], partition, "a finished instance was changed");
                Expect(!step.Turn || row.StartAt is not { } start || step.At >= start, partition, "it ran before its time");
                var begins = step.Received is [ExecutionStarted, ..];
                Expect(begins == (model.HasContinued || (isStart && change == history[0])), partition, "a generation began without the end of the one before");
                Expect(begins || change == history[0] || (isStart && change == history[1]), partition, "a step was committed with another one");
                Follow(partition, model, step);
            }
        }

        Expect(row.Next == model.Next, partition, "the row does not count its history rows");
        Expect(!model.HasContinued, partition, "a generation ended and none began");

        model.IsFinished = row.IsFinished;
        Expect(row.Status == model.Status, partition, $"its status is {row.Status}, and by its history it is {model.Status}");
    }

    /// <summary>What stands in an instance's history, in short.</summary>
    public IReadOnlyList<string> Events(string instance) => _models.TryGetValue(instance, out var model) ? model.Events : [];

    /// <summary>The newest execution of an instance.</summary>
    public string? Execution(string instance) => _models.GetValueOrDefault(instance)?.Execution;

    private static RowData? Written(RowChange change) => change switch
    {
        RowChange.Insert insert => insert.Data,
        RowChange.Replace replace => replace.Data,
        _ => null,
    };

    private void Follow(string partition, Model model, HistoryStep step)
    {
        Expect(step.At > model.Last, partition, "time stood still or went back");
        model.Last = step.At;
        model.HasRun |= step.Turn;
        if (model.HasContinued)
        {
            // What is carried over was there before.
            model.Begin([.. step.Received.OfType<ExecutionStarted>().SelectMany(started => started.Carried ?? []).Select(raised => raised.Message)]);
        }

        foreach (var e in step.Received.Concat(step.Decided))
        {
            model.Events.Add(e switch
            {
                Decision decision => $"{e.GetType().Name}#{decision.Id}",
                Answer answer => $"{e.GetType().Name}>{answer.For}",
                EventRaised raised => $"EventRaised {raised.Name}",
                _ => e.GetType().Name,
            });
            Expect(!model.HasCompleted || e is ExecutionRewound, partition, $"{e.GetType().Name} after the end");
            switch (e)
            {
                case ExecutionRewound rewound:
                    Expect(model is { HasCompleted: true, HasFailed: true }, partition, "it was rewound and had not failed");
                    Expect(model.Messages.Add(rewound.Message), partition, "it was rewound twice by one message");
                    Expect(rewound.Forgotten.All(model.Failed.Remove) && rewound.Forgotten.All(model.Answered.Remove), partition, "what is forgotten had not failed");
                    model.HasCompleted = false;
                    break;
                case Decision decision:
                    Expect(model.Decided.TryAdd(decision.Id, decision), partition, $"task {decision.Id} was decided twice");
                    break;
                case Answer answer:
                    Expect(model.Decided.TryGetValue(answer.For, out var decided), partition, $"an answer to task {answer.For}, which nobody decided");
                    Expect(model.Answered.Add(answer.For), partition, $"task {answer.For} was answered twice");
                    if (answer is TaskFailed or ChildFailed)
                    {
                        model.Failed.Add(answer.For);
                    }

                    Fits(partition, decided, answer, step.At);
                    break;
                case EventRaised raised:
                    Expect(model.Messages.Add(raised.Message), partition, $"event {raised.Name} was recorded twice");
                    break;
                case ExecutionCompleted { Status: OrchestrationRuntimeStatus.ContinuedAsNew }:
                    Expect(model.Decided.Values.All(task => task is EventSent or TimerCreated || model.Answered.Contains(task.Id)), partition, "it continued and something was open");
                    model.HasContinued = true;
                    break;
                case ExecutionSuspended or ExecutionResumed:
                    model.IsSuspended = e is ExecutionSuspended;
                    break;
                case ExecutionCompleted completed:
                    model.End = completed.Status;
                    model.HasCompleted = true;
                    model.HasFailed = completed.Failure is not null;
                    break;
            }
        }
    }

    private void Fits(string partition, Decision? decided, Answer answer, DateTime at)
    {
        switch (decided, answer)
        {
            case (TaskScheduled task, TaskCompleted completed):
                Expect(gave(task.Input, completed.Result), partition, $"the result {completed.Result} of task {task.Id} is of no run");
                break;
            case (TimerCreated timer, TimerFired):
                Expect(at >= timer.FireAt, partition, $"timer {timer.Id} fired before its time");
                break;
            case (TaskScheduled, TaskFailed) or (ChildCreated, ChildCompleted or ChildFailed):
                break;
            default:
                Expect(false, partition, $"{answer.GetType().Name} answers {decided?.GetType().Name ?? "nothing"}");
                break;
        }
    }

    private void Expect(bool holds, string partition, string otherwise)
    {
        if (!holds)
        {
            Violations.Add($"{partition}: {otherwise}");
        }
    }

    /// <param name="messages">Those of the executions before.</param>
    private sealed class Model(string execution, int first, IEnumerable<string> messages)
    {
        public string Execution => execution;

        public int Next { get; set; } = first;

        public DateTime Last { get; set; }

        public bool IsFinished { get; set; }

        public bool HasCompleted { get; set; }

        public bool HasFailed { get; set; }

        public bool HasRun { get; set; }

        public bool IsSuspended { get; set; }

        public OrchestrationRuntimeStatus End { get; set; }

        public OrchestrationRuntimeStatus Status => HasCompleted ? End
            : IsSuspended ? OrchestrationRuntimeStatus.Suspended
            : HasRun ? OrchestrationRuntimeStatus.Running : OrchestrationRuntimeStatus.Pending;

        public List<string> Events { get; } = [];

        public Dictionary<int, Decision> Decided { get; } = [];

        public HashSet<int> Answered { get; } = [];

        public HashSet<int> Failed { get; } = [];

        public HashSet<string> Messages { get; } = new(messages, StringComparer.Ordinal);

        public bool HasContinued { get; set; }

        public void Begin(IReadOnlyList<string> carried)
        {
            HasContinued = false;
            Decided.Clear();
            Answered.Clear();
            Failed.Clear();
            Messages.ExceptWith(carried);
        }
    }
}
