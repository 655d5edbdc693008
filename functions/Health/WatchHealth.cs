using System.Collections.Concurrent;
using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Functions.Operations;
using ClickDeploy.Health;
using ClickDeploy.Orchestrations;
using ClickDeploy.Orchestrations.Services;
using ClickDeploy.Services;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.Functions.Health;

/// <summary>Asks every running instance that has a port by its health rule; one that misses three times in a row is restarted (DESIGN 6).</summary>
public sealed partial class WatchHealth(ServiceStateStore states, DeploymentStore deployments, HealthProbe probe, HealthMisses misses, TimeProvider time, ILogger<WatchHealth> log)
{
    private const int AtOnce = 8;

    [Function(nameof(WatchHealth))]
    public async Task Run([TimerTrigger("*/30 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var running = new ConcurrentBag<InstanceId>();
        using var places = new SemaphoreSlim(AtOnce);
        var desired = await states.Desired(cancellation).ToListAsync(cancellation);
        await Task.WhenAll(desired.Select(listed => Look(client, listed.Value, running, places, cancellation)));
        misses.KeepOnly([.. running]);
    }

    private async Task Look(DurableTaskClient client, ServiceRef service, ConcurrentBag<InstanceId> running, SemaphoreSlim places, CancellationToken cancellation)
    {
        await places.WaitAsync(cancellation);
        try
        {
            if (await states.Find(service, cancellation) is { Desired: true, Operation: null, Instance: { } instance, Address: { } address, Current: { } current })
            {
                running.Add(instance);
                await Ask(client, service, instance, address, current, cancellation);
            }
        }
        finally
        {
            places.Release();
        }
    }

    private async Task Ask(DurableTaskClient client, ServiceRef service, InstanceId instance, string address, DeploymentId current, CancellationToken cancellation)
    {
        var path = await misses.Path(instance, async () => (await deployments.Find(service.OrgId, current, cancellation))?.Value.Config?.HealthCheckPath);
        var seen = await probe.Probe(address, path, cancellation);
        if (seen.Healthy)
        {
            misses.Answered(instance);
        }
        else if (misses.Missed(instance))
        {
            Restarts(service.Service, instance.Value, HealthMisses.Limit, seen.Error ?? $"GET {seen.Path} answered {seen.Status}.");
            var restart = new RestartInstanceInput(service, instance.Value, Sick: time.GetUtcNow().UtcDateTime);
            await client.StartUnlessEnded(nameof(RestartInstance), restart, restart.OperationId, cancellation);
        }
    }
}
