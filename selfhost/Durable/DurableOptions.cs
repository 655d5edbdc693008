using Microsoft.Extensions.Options;

namespace ClickDeploy.SelfHost.Durable;

/// <summary>The limits and times of the durable engine.</summary>
public sealed class DurableOptions
{
    /// <summary>Names the tables and the container: <c>^[a-z][a-z0-9]{2,31}$</c>. As <c>hubName</c> in host.json.</summary>
    public string HubName { get; set; } = "clickdeploy";

    /// <summary>The version of orchestrations and children that are started without one; none when empty. As <c>defaultVersion</c> in host.json.</summary>
    public string DefaultVersion { get; set; } = "";

    /// <summary>Activities that run at the same time.</summary>
    public int MaxActivities { get; set; } = 64;

    /// <summary>Instances that are loaded at the same time when a hub is taken over.</summary>
    public int MaxLoads { get; set; } = 16;

    /// <summary>Messages that one step takes; a batch of the store holds 100 changes.</summary>
    public int MaxMessagesPerStep { get; set; } = 90;

    /// <summary>Bytes of a step that stay in its row; more goes into a blob.</summary>
    public int MaxRowBytes { get; set; } = 900 * 1024;

    /// <summary>Characters of one input, output or event as JSON.</summary>
    public int MaxPayloadLength { get; set; } = 8 * 1024 * 1024;

    /// <summary>Characters of a custom status as JSON; a property of the store holds 32,767.</summary>
    public int MaxCustomStatusLength { get; set; } = 32_000;

    /// <summary>Bytes of one execution's history.</summary>
    public long MaxHistoryBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>Activities, timers and children of one instance that are open at the same time.</summary>
    public int MaxOpenTasks { get; set; } = 5_000;

    /// <summary>Orchestrators that wait are kept in memory up to this weight (bytes of history + 4 KiB each). 0: each step replays.</summary>
    public long MaxLiveBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>A parked instance leaves the memory when its history has at most so many bytes.</summary>
    public long MaxParkedReplayBytes { get; set; } = 64 * 1024;

    /// <summary>An instance that only waits, and for longer than this, is moved to the parked rows.</summary>
    public TimeSpan ParkAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long others wait for a holder that is silent. The holder itself stops <see cref="LeaseRenewal"/> earlier.</summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(15);

    public TimeSpan LeaseRenewal { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a process that stands by looks whether the hub is free. It is told, too, when the hub is given back.</summary>
    public TimeSpan StandbyInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often the holder looks for messages of other processes.</summary>
    public TimeSpan LookInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a client's call may take while the store does not answer.</summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The first pause after the store did not answer; doubles up to <see cref="MaxRetryPause"/>.</summary>
    public TimeSpan RetryPause { get; set; } = TimeSpan.FromMilliseconds(50);

    public TimeSpan MaxRetryPause { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a stop waits for steps and activities that are under way.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(10);
}

internal sealed class DurableOptionsCheck : IValidateOptions<DurableOptions>
{
    public ValidateOptionsResult Validate(string? name, DurableOptions options)
    {
        var wrong = new List<string>();
        if (options.HubName is not { Length: >= 3 and <= 32 } hub || !char.IsAsciiLetterLower(hub[0]) || !hub.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)))
        {
            wrong.Add($"hubName is '{options.HubName}'. Set 3 to 32 small letters and digits that begin with a letter.");
        }

        Within(nameof(options.MaxActivities), options.MaxActivities, 1, 10_000);
        Within(nameof(options.MaxLoads), options.MaxLoads, 1, 1_000);
        Within(nameof(options.MaxMessagesPerStep), options.MaxMessagesPerStep, 1, 90);
        Within(nameof(options.MaxRowBytes), options.MaxRowBytes, 1, 900 * 1024);
        Within(nameof(options.MaxPayloadLength), options.MaxPayloadLength, 1, 8 * 1024 * 1024);
        Within(nameof(options.MaxCustomStatusLength), options.MaxCustomStatusLength, 1, 32_000);
        Within(nameof(options.MaxOpenTasks), options.MaxOpenTasks, 1, 100_000);
        if (options.LeaseRenewal <= TimeSpan.Zero || options.LeaseDuration < 3 * options.LeaseRenewal)
        {
            wrong.Add($"LeaseDuration is {options.LeaseDuration} and LeaseRenewal {options.LeaseRenewal}. Set a duration of at least three times the renewal.");
        }

        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);

        void Within(string setting, int value, int least, int most)
        {
            if (value < least || value > most)
            {
                wrong.Add($"{setting} is {value}. Set it from {least} to {most}.");
            }
        }
    }
}
