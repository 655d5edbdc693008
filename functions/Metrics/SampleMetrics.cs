using ClickDeploy.Clients.Caddy;
using ClickDeploy.Core;
using ClickDeploy.Metrics;
using ClickDeploy.Services;
using ClickDeploy.Targets;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Metrics;

/// <summary>Every 10 s: what each service that runs uses now, and what it was asked.</summary>
public sealed class SampleMetrics(ServiceStateStore states, IMeter meter, AccessLog requests, MetricStore metrics, TimeProvider time)
{
    [Function(nameof(SampleMetrics))]
    public async Task Run([TimerTrigger("*/10 * * * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        var running = new List<(ServiceRef Service, InstanceId Instance, string? Host)>();
        await foreach (var service in states.Desired(cancellation))
        {
            if (await states.Find(service.Value, cancellation) is { Instance: { } instance } state)
            {
                running.Add((service.Value, instance, state.Address is null ? null : state.Host));
            }
        }

        var now = time.GetUtcNow();
        var usage = await meter.Measure([.. running.Select(service => service.Instance)], cancellation);
        var asked = requests.Read([.. running.Select(service => service.Host).OfType<string>()]);
        await Task.WhenAll(running.Select(service => Add(service.Service, now, usage.GetValueOrDefault(service.Instance), service.Host is { } host ? Requests.Of(asked, host) : null, cancellation)));
    }

    private Task Add(ServiceRef service, DateTimeOffset now, InstanceUsage? usage, Requests? asked, CancellationToken cancellation) =>
        usage is null && asked is null ? Task.CompletedTask : metrics.Add(service, new(now, Values(usage, asked), asked?.Durations), cancellation);

    // By MetricName. What an instance that shares its network sends is known where it went through the proxy.
    private static float[] Values(InstanceUsage? usage, Requests? asked) =>
    [
        Value(usage?.CpuPercent),
        Value(usage?.MemoryBytes),
        Value(usage?.DiskReadBytesPerSecond),
        Value(usage?.DiskWriteBytesPerSecond),
        Value(usage?.NetworkReceivedBytesPerSecond),
        Value(usage?.NetworkSentBytesPerSecond ?? asked?.SentBytesPerSecond),
        Value(asked?.PerSecond),
        Value(asked?.ErrorsPerSecond),
    ];

    private static float Value(double? value) => (float)(value ?? double.NaN);

    private sealed record Requests(double PerSecond, double ErrorsPerSecond, double SentBytesPerSecond, Durations? Durations)
    {
        public static Requests? Of(AccessCounts? counts, string host) =>
            counts is not { Time: { TotalSeconds: > 0 and var seconds } } ? null
            : counts.Hosts.GetValueOrDefault(host) is { } asked ? new(asked.Requests / seconds, asked.Errors / seconds, asked.SentBytes / seconds, asked.Durations)
            : new(0, 0, 0, null);
    }
}
