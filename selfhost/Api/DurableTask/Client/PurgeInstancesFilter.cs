namespace Microsoft.DurableTask.Client;

public record PurgeInstancesFilter(
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null,
    IEnumerable<OrchestrationRuntimeStatus>? Statuses = null)
{
    /// <summary>How long it may take; what is left then stays. Null: until all is done.</summary>
    public TimeSpan? Timeout { get; init; }
}
