using ClickDeploy.SelfHost.Durable.History;
using Microsoft.DurableTask;

namespace ClickDeploy.SelfHost.Durable.Replay;

/// <summary>
/// A failed execution that goes on from its failed step: failures are forgotten, so that their tasks are open again, and everything else stays as it was.
/// Nothing is taken out of the history: a later step says what does not count any more.
/// </summary>
internal static class Rewinding
{
    private const int MaxTries = 50;

    /// <summary>The steps as the body is to see them.</summary>
    public static IReadOnlyList<HistoryStep> Applied(IReadOnlyList<HistoryStep> steps)
    {
        if (!steps.Any(step => step.Received.Any(e => e is ExecutionRewound)))
        {
            return steps;
        }

        var applied = steps.ToArray();
        var forgotten = new HashSet<int>();
        for (var i = applied.Length - 1; i >= 0; i--)
        {
            var step = applied[i];
            applied[i] = Without(step, forgotten);
            forgotten.UnionWith(step.Received.OfType<ExecutionRewound>().SelectMany(rewound => rewound.Forgotten));
        }

        return applied;
    }

    /// <summary>
    /// The failures to forget: all of which nothing followed. One that was handled, by another attempt or by a catch that did something durable, is none of them:
    /// without it the body would not decide what the history has.
    /// </summary>
    /// <param name="applied">The steps as <see cref="Applied"/> gives them.</param>
    /// <param name="fresh">Makes a body for a trial.</param>
    /// <returns>Null when the execution would fail again at once: what failed was handled, and then given up.</returns>
    public static IReadOnlyList<int>? Find(IReadOnlyList<HistoryStep> applied, Func<Orchestration> fresh)
    {
        List<int> failed = [.. applied.SelectMany(step => step.Received).Where(e => e is TaskFailed or ChildFailed).Select(e => ((Answer)e).For)];
        if (failed.Count == 0)
        {
            // The body failed by itself; its last turn is run again, by code that may have been mended.
            return [];
        }

        if (Try(applied, [.. failed], fresh) is { Result: null })
        {
            return failed;
        }

        var forgotten = new HashSet<int>();
        foreach (var task in failed.AsEnumerable().Reverse().Take(MaxTries))
        {
            if (Try(applied, [.. forgotten, task], fresh) is { Result: not { AtOnce: true } })
            {
                forgotten.Add(task);
            }
        }

        // What the body threw by itself it may throw again, or not, by code that was mended.
        return Try(applied, forgotten, fresh).Result?.Failure?.Type == typeof(TaskFailedException).FullName ? null : [.. failed.Where(forgotten.Contains)];
    }

    public static HistoryStep Without(HistoryStep step, IReadOnlySet<int> forgotten)
        => forgotten.Count == 0 ? step : step with { Received = [.. step.Received.Where(e => e is not (TaskFailed or ChildFailed) || !forgotten.Contains(((Answer)e).For))] };

    private static Orchestration Try(IReadOnlyList<HistoryStep> applied, HashSet<int> forgotten, Func<Orchestration> fresh)
    {
        var body = fresh();
        foreach (var step in applied)
        {
            body.Replay(Without(step, forgotten));
        }

        return body;
    }
}
