using ClickDeploy.Operations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Functions.Operations;

/// <summary>Once an hour: operations that were over long ago, with their histories; a bounded number of each organisation.</summary>
public sealed class RemoveOldOperations(OperationStore operations, IOptions<OperationOptions> options, TimeProvider time)
{
    private const int AtOnce = 200;

    [Function(nameof(RemoveOldOperations))]
    public async Task Run([TimerTrigger("0 27 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var before = time.GetUtcNow() - options.Value.Kept;
        foreach (var org in await operations.Orgs(cancellation))
        {
            foreach (var operation in await operations.StartedBefore(org, before, AtOnce, cancellation))
            {
                // The row last: while it is there, the history can be found.
                if (!(operation.FinishedAt >= before) && await Purge(client, operation.Id, cancellation))
                {
                    await operations.Remove(org, operation, cancellation);
                }
            }
        }

        await RemoveUnlisted(client, before, cancellation);
    }

    private async Task RemoveUnlisted(DurableTaskClient client, DateTimeOffset before, CancellationToken cancellation)
    {
        foreach (var (id, noted) in await operations.NotedBefore(before, AtOnce, cancellation))
        {
            if (await Purge(client, id, cancellation))
            {
                await operations.Forget(noted, cancellation);
            }
        }
    }

    // False: it runs, or has ended and still tells others so; the next hour looks again.
    private static async Task<bool> Purge(DurableTaskClient client, string id, CancellationToken cancellation)
    {
        if (await client.GetInstanceAsync(id, cancellation) is not { } instance)
        {
            return true;
        }

        try
        {
            return instance.IsCompleted && (await client.PurgeInstanceAsync(id, cancellation)).PurgedInstanceCount > 0;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
