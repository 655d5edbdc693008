using Microsoft.Extensions.Logging;

namespace ClickDeploy.SelfHost.Queues;

internal sealed partial class QueueListener
{
    [LoggerMessage(1, LogLevel.Error, "{Function} failed for message {Message}, try {Try} of {Tries}")]
    private partial void LogFailed(Exception exception, string function, string message, int @try, int tries);

    [LoggerMessage(2, LogLevel.Error, "{Function} has not done message {Message} in {Tries} tries; it is in the queue {Poison} now")]
    private partial void LogPoisoned(string function, string message, int tries, string poison);

    [LoggerMessage(3, LogLevel.Warning, "The store does not answer for queue {Queue}")]
    private partial void LogSilent(Exception exception, string queue);

    [LoggerMessage(4, LogLevel.Warning, "{Function} has done message {Message}, which another process has taken meanwhile: it is done twice")]
    private partial void LogTakenAgain(string function, string message);

    [LoggerMessage(5, LogLevel.Error, "The store gave an answer for queue {Queue} that is not understood")]
    private partial void LogBroken(Exception exception, string queue);
}
