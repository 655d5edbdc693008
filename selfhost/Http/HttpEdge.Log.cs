using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.SelfHost.Http;

internal sealed partial class HttpEdge
{
    [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed (request {RequestId})")]
    private partial void LogFailed(Exception exception, string method, PathString path, string requestId);

    [LoggerMessage(2, LogLevel.Error, "{Method} {Path} failed after its answer had begun (request {RequestId})")]
    private partial void LogFailedMidway(Exception exception, string method, PathString path, string requestId);
}
