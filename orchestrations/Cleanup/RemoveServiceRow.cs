using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Services;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Orchestrations.Cleanup;

/// <summary>The service itself; its name is free afterwards.</summary>
public sealed record RemoveServiceRow(ServiceRef Service) : IStep;

public sealed class RemoveServiceRowActivity(ServiceStore services)
{
    [Function(nameof(RemoveServiceRow))]
    public Task Run([ActivityTrigger] RemoveServiceRow step, CancellationToken cancellation) =>
        services.Remove(step.Service.OrgId, step.Service.ServiceId, cancellation);
}

/// <summary>What was seen of a service that is gone, unless something is left of it.</summary>
public sealed record RemoveServiceState(ServiceRef Service) : IStep;

public sealed class RemoveServiceStateActivity(ServiceStore services, ServiceStateStore states)
{
    [Function(nameof(RemoveServiceState))]
    public async Task Run([ActivityTrigger] RemoveServiceState step, CancellationToken cancellation)
    {
        if (await services.Find(step.Service.OrgId, step.Service.ServiceId, cancellation) is null)
        {
            await states.Remove(step.Service, cancellation);
        }
    }
}
