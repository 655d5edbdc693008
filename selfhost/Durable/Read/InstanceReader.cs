using System.Collections.Immutable;
using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.SelfHost.Durable.Rows;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.SelfHost.Durable.Read;

/// <summary>Reads instances as they stand in the rows, without the engine: works in every process.</summary>
internal sealed class InstanceReader(InstanceStore instances)
{
    public async Task<OrchestrationMetadata?> Get(string instance, bool withPayloads, Patience patience)
    {
        if (await instances.Get(instance, patience) is not { Row: var row })
        {
            return null;
        }

        if (!withPayloads)
        {
            return Metadata(instance, row, null, null, withPayloads: false);
        }

        var first = await instances.Steps(instance, row.First, row.First + 1, patience);
        var last = row.IsFinished ? await instances.Steps(instance, row.Next - 1, row.Next, patience) : [];
        var started = first.SelectMany(step => step.Received).OfType<ExecutionStarted>().FirstOrDefault();
        var completed = last.SelectMany(step => step.Decided).OfType<ExecutionCompleted>().FirstOrDefault();
        return Metadata(instance, row, started, completed, withPayloads: true);
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
