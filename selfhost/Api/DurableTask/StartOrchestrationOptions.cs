using System.Collections.Immutable;

namespace Microsoft.DurableTask;

public record StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = null)
{
    /// <summary>Stand beside the instance for its life; its children have them too.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Which code it is for: kept in its history, and read by that code as <see cref="TaskOrchestrationContext.Version"/>. Null: the host's default.</summary>
    public TaskVersion? Version { get; init; }

    public IReadOnlyList<string>? DedupeStatuses { get; init; }
}
