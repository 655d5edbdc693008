using ClickDeploy.SelfHost.Settings;
using Microsoft.Extensions.Configuration;

namespace ClickDeploy.SelfHost.Queues;

/// <summary>host.json's <c>extensions.queues</c>, with the real host's defaults.</summary>
internal sealed record QueueOptions
{
    private const string Section = HostJson.Section + ":extensions:queues";

    /// <summary>Messages that are taken at once, 1–32.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>More are taken when no more than this many are being worked on.</summary>
    public int NewBatchThreshold { get; init; } = 8;

    /// <summary>A message that has failed so often goes to the poison queue.</summary>
    public int MaxDequeueCount { get; init; } = 5;

    /// <summary>How long a message that failed waits for its next try; whole seconds.</summary>
    public TimeSpan VisibilityTimeout { get; init; }

    /// <summary>The longest pause between two looks at an empty queue. A message that this process sends is seen at once.</summary>
    public TimeSpan MaxPollingInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a message is hidden while it is worked on; renewed at a third of it. After a crash it comes back when it is over. No setting of the real host, which takes 10 minutes.</summary>
    public TimeSpan Hidden { get; init; } = TimeSpan.FromSeconds(30);

    public static QueueOptions Read(IConfiguration configuration, List<string> problems)
    {
        var reader = new SettingReader(configuration, problems);
        var defaults = new QueueOptions();
        var batch = (int)reader.Number($"{Section}:batchSize", defaults.BatchSize, 1, 32);
        return new QueueOptions
        {
            BatchSize = batch,
            NewBatchThreshold = (int)reader.Number($"{Section}:newBatchThreshold", batch / 2, 0, 1_000),
            MaxDequeueCount = (int)reader.Number($"{Section}:maxDequeueCount", defaults.MaxDequeueCount, 1, 1_000),
            VisibilityTimeout = Seconds(reader.Span($"{Section}:visibilityTimeout") ?? defaults.VisibilityTimeout),
            MaxPollingInterval = reader.Span($"{Section}:maxPollingInterval") ?? defaults.MaxPollingInterval,
        };
    }

    private static TimeSpan Seconds(TimeSpan time) => TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(time.TotalSeconds), 0, TimeSpan.FromDays(7).TotalSeconds));
}
