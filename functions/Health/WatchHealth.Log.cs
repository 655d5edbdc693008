using Microsoft.Extensions.Logging;

namespace ClickDeploy.Functions.Health;

public sealed partial class WatchHealth
{
    [LoggerMessage(LogLevel.Warning, "Service {Service}: instance {Instance} did not answer its health check {Misses} times in a row and is restarted. {Seen}")]
    private partial void Restarts(Guid service, Guid instance, int misses, string? seen);
}
