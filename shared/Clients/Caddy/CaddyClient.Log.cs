using Microsoft.Extensions.Logging;

namespace ClickDeploy.Clients.Caddy;

public sealed partial class CaddyClient
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Caddy at {Url} got its configuration")]
    private partial void Loaded(Uri url);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Caddy at {Url} does not answer yet: {Reason}")]
    private partial void Waits(Uri url, string reason);
}
