namespace ClickDeploy.Metrics;

/// <summary>What is kept of a service, in the order of its numbers in storage: only added to at the end.</summary>
public enum MetricName
{
    CpuPercent,
    MemoryBytes,
    DiskReadBytes,
    DiskWriteBytes,
    NetworkRxBytes,
    NetworkTxBytes,
    RequestsPerSecond,
    ErrorsPerSecond,
}
