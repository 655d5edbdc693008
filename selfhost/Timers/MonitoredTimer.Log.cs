using Microsoft.Extensions.Logging;

namespace ClickDeploy.SelfHost.Timers;

internal sealed partial class MonitoredTimer
{
    private readonly ILogger _logger = logger;

    [LoggerMessage(1, LogLevel.Warning, "Timer {Timer}: {Reason} Tried again in {Seconds} s.")]
    private partial void LogUnavailable(string timer, string reason, double seconds);

    [LoggerMessage(2, LogLevel.Warning, "Timer {Timer} runs on, but could not say so: {Reason}")]
    private partial void LogNotProlonged(string timer, string reason);
}
