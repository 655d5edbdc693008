using Microsoft.Extensions.Logging;

namespace ClickDeploy.Functions.Http;

public sealed partial class FailureMiddleware
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Path} ({RequestId}) had no answer from the storage")]
    private partial void LogUnavailable(Exception exception, string method, string path, string requestId);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} ({RequestId}) failed")]
    private partial void LogFailed(Exception exception, string method, string path, string requestId);
}
