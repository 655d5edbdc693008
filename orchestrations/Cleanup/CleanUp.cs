using ClickDeploy.Alerts;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Releases;
using ClickDeploy.Services;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ClickDeploy.Orchestrations.Cleanup;

/// <summary>What goes by its age or size, and not with what it belongs to. Its instance id is <c>cleanup</c>: there is one, once an hour.</summary>
public static class CleanUp
{
    [Function(nameof(CleanUp))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.CallActivityAsync(nameof(TrimCaches), Retry.Outage);
        await context.CallActivityAsync(nameof(RemoveOldAlerts), Retry.Outage);
    }
}

public sealed class TrimCaches(CacheBudget caches)
{
    [Function(nameof(TrimCaches))]
    public void Run([ActivityTrigger] string? nothing) => caches.Trim();
}

/// <summary>Alerts that were over long ago, a bounded number an hour, of the organisations that have something running.</summary>
public sealed class RemoveOldAlerts(ServiceStateStore states, AlertStore alerts, TimeProvider time)
{
    private const int AtOnce = 1_000;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    [Function(nameof(RemoveOldAlerts))]
    public async Task Run([ActivityTrigger] string? nothing, CancellationToken cancellation)
    {
        foreach (var org in await states.DesiredBy(cancellation))
        {
            await alerts.Remove(org, null, time.GetUtcNow() - Kept, AtOnce, cancellation);
        }
    }
}
