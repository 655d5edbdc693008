using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace ClickDeploy.SelfHost.Queues;

/// <summary>Counts what becomes of messages, and how many were put aside.</summary>
internal static class QueueMeter
{
    private static readonly Meter Meter = new("ClickDeploy.Queues");
    private static readonly ConcurrentDictionary<string, long> Poisoned = new(StringComparer.Ordinal);

    static QueueMeter() => Meter.CreateObservableGauge(
        "clickdeploy_queue_poison_messages",
        static () => Poisoned.Select(queue => new Measurement<long>(queue.Value, new KeyValuePair<string, object?>("queue", queue.Key))),
        description: "Messages in a poison queue, as this process counted them last: at its start, and when it put one aside.");

    private static Counter<long> Messages { get; } = Meter.CreateCounter<long>("clickdeploy_queue_messages_total", description: "Runs for messages by queue and outcome: done, failed, stopped or poisoned.");

    public static void Ended(string queue, string outcome) => Messages.Add(1, new("queue", queue), new("outcome", outcome));

    public static void Aside(string queue, long messages) => Poisoned[queue] = messages;
}
