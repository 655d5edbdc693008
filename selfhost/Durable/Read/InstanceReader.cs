using System.Collections.Immutable;
using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.SelfHost.Durable.Rows;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.SelfHost.Durable.Read;

/// <summary>Reads instances as they stand in the rows, without the engine: works in every process.</summary>
internal sealed class InstanceReader(InstanceStore instances)
{
    private const int Attempts = 5;

    public Task<OrchestrationMetadata?> Get(string instance, bool withPayloads, Patience patience) => Get(instance, withPayloads, _ => true, patience);

    /// <summary>What the listing names, if it is of those statuses (null: of any).</summary>
    /// <returns>Whether there is that execution at all; and how it stands, where it is asked for.</returns>
    public async Task<(bool IsThere, OrchestrationMetadata? Seen)> Get(ListedInstance listed, IReadOnlySet<OrchestrationRuntimeStatus>? statuses, bool withPayloads, Patience patience)
    {
        var isThere = false;
        var seen = await Get(listed.Instance, withPayloads, row => (isThere = row.CreatedAt.UtcTicks == listed.CreatedAt.UtcTicks) && statuses?.Contains(row.Status) != false, patience);
        return (isThere, seen);
    }

    private async Task<OrchestrationMetadata?> Get(string instance, bool withPayloads, Func<InstanceRow, bool> isAsked, Patience patience)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await instances.Get(instance, patience) is not { Row: var row } || !isAsked(row))
            {
                return null;
            }

            if (!withPayloads)
            {
                return Metadata(instance, row, null, null, withPayloads: false);
            }

            var steps = await Task.WhenAll(instances.Step(instance, row.First, patience), row.IsFinished ? instances.Step(instance, row.Next - 1, patience) : Task.FromResult<HistoryStep?>(null));
            if (attempt < Attempts && (steps[0] is null || (row.IsFinished && steps[1] is null)))
            {
                // It was begun anew, or another generation of it, between the two reads.
                continue;
            }

            var started = steps[0]?.Received.OfType<ExecutionStarted>().FirstOrDefault();
            var completed = steps[1]?.Decided.OfType<ExecutionCompleted>().FirstOrDefault();
            return Metadata(instance, row, started, completed, withPayloads: true);
        }
    }

    /// <summary>The events of the present execution in their order, each with the time of its step; null when there is no such instance.</summary>
    public async Task<IReadOnlyList<TimedEvent>?> History(string instance, Patience patience)
    {
        if (await instances.Get(instance, patience) is not { Row: var row })
        {
            return null;
        }

        var steps = await instances.Steps(instance, row.First, row.Next, patience);
        return [.. steps.SelectMany(step => step.Received.Concat(step.Decided).Select(e => new TimedEvent(new DateTimeOffset(step.At, TimeSpan.Zero), e, step.CustomStatus)))];
    }

    private static OrchestrationMetadata Metadata(string instance, InstanceRow row, ExecutionStarted? started, ExecutionCompleted? completed, bool withPayloads) => new(row.Name, instance)
    {
        RuntimeStatus = row.Status,
        CreatedAt = row.CreatedAt,
        LastUpdatedAt = row.UpdatedAt,
        HasInputsAndOutputs = withPayloads,
        SerializedInput = started?.Input,
        SerializedOutput = completed?.Failure?.ToString() ?? completed?.Result,
        SerializedCustomStatus = withPayloads ? row.CustomStatus : null,
        FailureDetails = completed?.Failure?.ToDetails(),
        Tags = row.Tags ?? ImmutableDictionary<string, string>.Empty,
        Version = started?.Version,
    };
}

/// <param name="CustomStatus">What the body said of itself in the step that the event belongs to, where that was news.</param>
internal sealed record TimedEvent(DateTimeOffset At, HistoryEvent Event, string? CustomStatus = null);
