using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.SelfHost.Durable.Rows;
using ClickDeploy.Storage;

namespace ClickDeploy.SelfHost.Durable.Hub;

/// <summary>What a step adds to its instance's partition.</summary>
/// <param name="Plan">What is written; another one than was asked for when that would be too long.</param>
/// <param name="Row">The instance as it is then.</param>
/// <param name="HasOutbox">Others are told something.</param>
internal sealed record StepWrite(StepPlan Plan, InstanceRow Row, IReadOnlyList<RowChange> Changes, bool HasOutbox)
{
    private const int MaxStepBytes = 60 * 1024 * 1024;
    private const int MaxSeen = 100;

    public static async Task<StepWrite> Prepare(InstanceStore instances, DurableOptions options, string id, InstanceState state, StepPlan plan, Patience patience)
    {
        var before = state.Row;
        var bytes = HistoryJson.Write(plan.Step);
        if (before.Bytes + bytes.Length > options.MaxHistoryBytes || bytes.Length > MaxStepBytes)
        {
            plan = StepPlan.TooLong(state, plan.Step.At, before.Bytes + bytes.Length, Math.Min(options.MaxHistoryBytes, before.Bytes + MaxStepBytes));
            bytes = HistoryJson.Write(plan.Step);
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
        row = row with { Seen = row.IsFinished ? Seen(state, plan.Step) : null };
        var changes = new List<RowChange>
        {
            new RowChange.Insert(Keys.History(before.Next), await instances.Prepare(id, row, before.Next, bytes, patience)),
        };
        var hasOutbox = Outbox.HasAny(before, plan.Step);
        if (hasOutbox)
        {
            changes.Add(new RowChange.Insert(Keys.Outbox(before.Next), before.Generation == 0 ? [] : new() { ["generation"] = before.Generation }));
        }

        if (plan.Next is { } next)
        {
            var begin = HistoryJson.Write(next);
            row = row with { Generation = row.Generation + 1, First = row.Next, Next = row.Next + 1, Bytes = begin.Length, UpdatedAt = new DateTimeOffset(next.At, TimeSpan.Zero), StartAt = null };
            changes.Add(new RowChange.Insert(Keys.History(row.First), await instances.Prepare(id, row, row.First, begin, patience)));
        }

        return new StepWrite(plan, row, changes, hasOutbox);
    }

    // Those that came together with a termination the body never saw.
    private static IReadOnlyList<string>? Seen(InstanceState state, HistoryStep step)
    {
        string[] seen = [.. state.Live!.Notes.Messages.Union(step.Received.OfType<EventRaised>().Select(raised => raised.Message)).TakeLast(MaxSeen)];
        return seen.Length > 0 ? seen : null;
    }
}
