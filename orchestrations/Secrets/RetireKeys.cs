using ClickDeploy.Secrets;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.Orchestrations.Secrets;

/// <summary>Nothing is sealed with another key any more: from now on the platform starts without those.</summary>
public sealed partial class RetireKeys(EncryptionKeys keys, ILogger<RetireKeys> logger)
{
    [Function(nameof(RetireKeys))]
    public async Task Run([ActivityTrigger] string key, CancellationToken cancellation)
    {
        if (await keys.Retire(key, cancellation))
        {
            Retired(key);
        }
    }
}
