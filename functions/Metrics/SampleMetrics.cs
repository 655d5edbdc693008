using ClickDeploy.Core;
using ClickDeploy.Metrics;
using ClickDeploy.Services;
using ClickDeploy.Targets;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Metrics;

/// <summary>Every 10 s: what each service that runs uses now.</summary>
public sealed class SampleMetrics(ServiceStateStore states, IMeter meter, MetricStore metrics, TimeProvider time)
{
    [Function(nameof(SampleMetrics))]
    public async Task Run([TimerTrigger("*/10 * * * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        var running = new Dictionary<InstanceId, ServiceRef>();
        await foreach (var service in states.Desired(cancellation))
        {
            if ((await states.Find(service.Value, cancellation)).Instance is { } instance)
            {
                running[instance] = service.Value;
            }
        }

        var now = time.GetUtcNow();
        var usage = await meter.Measure(running.Keys, cancellation);
        await Task.WhenAll(usage.Select(used => metrics.Add(running[used.Key], new(now, Values(used.Value)), cancellation)));
    }

    // By MetricName.
    private static float[] Values(InstanceUsage usage) =>
    [
        Value(usage.CpuPercent),
        usage.MemoryBytes,
        Value(usage.DiskReadBytesPerSecond),
        Value(usage.DiskWriteBytesPerSecond),
        Value(usage.NetworkReceivedBytesPerSecond),
        Value(usage.NetworkSentBytesPerSecond),
    ];

    private static float Value(double? value) => (float)(value ?? double.NaN);
}
