using ClickDeploy.Alerts;
using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Metrics;
using ClickDeploy.Services;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Alerts;

/// <summary>Says so when a service comes near the memory that its size gives it: beyond it the kernel ends the service.</summary>
public sealed class WatchLimits(ServiceStateStore states, DeploymentStore deployments, MetricStore metrics, AlertStore alerts, TimeProvider time)
{
    private const double Near = 0.9;

    // Not at every page that comes and goes.
    private const double Over = 0.85;
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    [Function(nameof(WatchLimits))]
    public async Task Run([TimerTrigger("45 * * * * *", UseMonitor = false)] TimerInfo timer, CancellationToken cancellation)
    {
        await foreach (var listed in states.Desired(cancellation))
        {
            var service = listed.Value;
            if (metrics.Newest(service) is { } point && time.GetUtcNow() - point.Time <= Fresh && (await states.Find(service, cancellation)).Current is { } current
                && (await deployments.Find(service.OrgId, current, cancellation))?.Value.Config is { } config)
            {
                await Compare(service, config, point[MetricName.MemoryBytes], cancellation);
            }
        }
    }

    private async Task Compare(ServiceRef service, Service config, float memory, CancellationToken cancellation)
    {
        var (limit, subject) = (config.InstanceSize.MemoryBytes(), service.ServiceId.ToString());
        if (memory >= Near * limit)
        {
            var message = $"{config.Name} uses {(long)memory >> 20} MiB of the {limit >> 20} MiB of memory that its size gives it. Beyond them it is ended.";
            await alerts.Raise(service.OrgId, AlertKind.Limit90Percent, subject, message, "Choose a larger size in Instance and deploy, or let it use less.", service, cancellation: cancellation);
        }
        else if (memory < Over * limit)
        {
            await alerts.Close(service.OrgId, AlertKind.Limit90Percent, subject, cancellation);
        }
    }
}
