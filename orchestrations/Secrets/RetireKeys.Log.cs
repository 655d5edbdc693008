using Microsoft.Extensions.Logging;

namespace ClickDeploy.Orchestrations.Secrets;

public sealed partial class RetireKeys
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Everything is sealed with key {Key} now: no other key is needed any more, neither in ENCRYPTION_KEY_PREVIOUS nor in keys/encryption.key")]
    private partial void Retired(string key);
}
