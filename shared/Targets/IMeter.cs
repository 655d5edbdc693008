using ClickDeploy.Core;

namespace ClickDeploy.Targets;

/// <summary>Measures what instances use. Asked again and again: what is a rate counts from one question to the next.</summary>
public interface IMeter
{
    /// <summary>What each of <paramref name="instances"/> uses now; one that does not run is left out.</summary>
    Task<IReadOnlyDictionary<InstanceId, InstanceUsage>> Measure(IReadOnlyCollection<InstanceId> instances, CancellationToken cancellation = default);
}

/// <summary>Of all processes of an instance. Rates are null at the first question, and where the target cannot tell.</summary>
/// <param name="CpuPercent">Of one processor: two in full use are 200.</param>
/// <param name="MemoryLimitBytes">Null: none that is known.</param>
public sealed record InstanceUsage(
    double? CpuPercent,
    long MemoryBytes,
    long? MemoryLimitBytes,
    double? DiskReadBytesPerSecond,
    double? DiskWriteBytesPerSecond,
    double? NetworkReceivedBytesPerSecond = null,
    double? NetworkSentBytesPerSecond = null);
