using Microsoft.Extensions.Logging;

namespace ClickDeploy.Functions.Audit;

public sealed partial class AuditTrail
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The audit entry of {Action} ({RequestId}) stays without its end")]
    private partial void LogIncomplete(Exception exception, string action, string requestId);
}
