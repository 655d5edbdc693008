using Microsoft.Extensions.Logging;

namespace ClickDeploy.SelfHost.Timers;

internal sealed partial class TimerService
{
    [LoggerMessage(1, LogLevel.Error, "Timer {Timer} failed")]
    private partial void LogFailed(Exception exception, string timer);

    [LoggerMessage(2, LogLevel.Information, "Timer {Timer} was cut short by the stop of the host")]
    private partial void LogCut(string timer);

    [LoggerMessage(3, LogLevel.Error, "The loop of timer {Timer} broke; it begins again in {Seconds} s")]
    private partial void LogBroken(Exception exception, string timer, double seconds);
}
