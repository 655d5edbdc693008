using ClickDeploy.Functions.Operations;
using ClickDeploy.Orchestrations;
using ClickDeploy.Orchestrations.Secrets;
using ClickDeploy.Secrets;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Functions.Secrets;

/// <summary>At the start, and once an hour until it has succeeded: after ENCRYPTION_KEY was replaced.</summary>
public sealed class StartReseal(EncryptionKeys keys)
{
    [Function(nameof(StartReseal))]
    public async Task Run([TimerTrigger("0 7 * * * *", RunOnStartup = true)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        if (await keys.Replaced(cancellation) is { } key)
        {
            var input = new ResealSecretsInput(key);
            await client.StartOnce(nameof(ResealSecrets), input, input.OperationId, cancellation);
        }
    }
}
