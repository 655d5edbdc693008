using ClickDeploy.Clients.Caddy;
using ClickDeploy.Functions.Operations;
using ClickDeploy.Orchestrations;
using ClickDeploy.Orchestrations.Routes;
using ClickDeploy.Orchestrations.Services;
using ClickDeploy.Services;
using ClickDeploy.Targets;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Functions.Services;

/// <summary>
/// Compares what is to run with what is seen, and starts an operation where they differ. Level-triggered: it keeps nothing, so that a missed look,
/// a crash or a reboot is made good by the next look. It writes only when something changed. Between two looks it listens to the target, which may hint
/// that a process has ended.
/// </summary>
public sealed class Reconcile(ServiceStateStore states, ITarget target, CaddyClient caddy, AbandonedOperations abandoned, TimeProvider time)
{
    // Until shortly before the next look.
    private static readonly TimeSpan Listening = TimeSpan.FromSeconds(4.5);

    // Processes that end together are one change.
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(100);

    [Function(nameof(Reconcile))]
    public async Task Run([TimerTrigger("*/5 * * * * *", RunOnStartup = true)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        var change = target.NextChange();
        await RestoreProxy(client, cancellation);
        await Look(client, cancellation);
        while (change is not null && await Comes(change, Listening - time.GetElapsedTime(began), cancellation))
        {
            await Task.Delay(Settling, time, cancellation);
            change = target.NextChange();
            await Look(client, cancellation);
        }
    }

    private async Task<bool> Comes(Task change, TimeSpan within, CancellationToken cancellation)
    {
        try
        {
            await change.WaitAsync(within < TimeSpan.Zero ? TimeSpan.Zero : within, time, cancellation);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task Look(DurableTaskClient client, CancellationToken cancellation)
    {
        await foreach (var listed in states.Desired(cancellation))
        {
            var service = listed.Value;
            var state = await states.Find(service, cancellation);
            if (!state.Desired)
            {
                if (state.Operation is null)
                {
                    await states.Undesire(listed, cancellation);
                }
            }
            else if (state.Operation is { } operation)
            {
                await abandoned.End(client, service, operation.Id, givesUp: false, cancellation);
            }
            else if (state.Instance is { } instance && await target.Inspect(instance, cancellation) is InstanceStatus.Ended or InstanceStatus.Unknown)
            {
                await Restart(client, new(service, instance.Value), cancellation);
            }
        }
    }

    private async Task RestoreProxy(DurableTaskClient client, CancellationToken cancellation)
    {
        if (await caddy.Inspect(cancellation) is CaddyState.Other)
        {
            const string id = "restore-proxy";
            if (await client.GetInstanceAsync(id, cancellation) is not { IsRunning: true })
            {
                await client.StartOnce(nameof(Orchestrations.Routes.RestoreProxy), null, id, cancellation);
            }
        }
    }

    // A restart that was terminated or broke off while it did not have the service has not done what is to be done.
    private static async Task Restart(DurableTaskClient client, RestartInstanceInput input, CancellationToken cancellation)
    {
        if (!await AbandonedOperations.IsEnding(client, new(input.Service, input.OperationId), cancellation))
        {
            await client.StartUnlessEnded(nameof(RestartInstance), input, input.OperationId, cancellation, exceptAbandoned: true);
        }
    }
}
