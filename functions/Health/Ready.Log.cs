using Microsoft.Extensions.Logging;

namespace ClickDeploy.Functions.Health;

public sealed partial class Ready
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The check of {Name} failed")]
    private partial void LogFailed(Exception exception, string name);
}
