using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Orchestrations.Deployments;
using Microsoft.DurableTask;

namespace ClickDeploy.Orchestrations.Services;

/// <summary>A new instance of a release that was live before: started, checked, and given the traffic.</summary>
internal sealed class FreshInstance(TaskOrchestrationContext context, Saga.Saga saga, DeploymentRef deployment, Guid instance, Serving previous, double healthSeconds)
{
    /// <summary>Null: it serves. Else why not; the caller unwinds.</summary>
    public async Task<Failure?> TakeOver(bool keepEvidence)
    {
        context.SetCustomStatus("Starts the new instance");
        var started = await saga.Do(new StartInstance(deployment, instance, OfDeployment: false, context.InstanceId), undo: new RemoveInstance(instance));
        if (started.Failure is { } refused)
        {
            return refused;
        }

        if (await Sick() is { } sick)
        {
            if (keepEvidence)
            {
                await saga.Do(new KeepEvidence(deployment, instance));
            }

            return sick;
        }

        await saga.Do(new SwitchTraffic(deployment, instance, started.Address, context.InstanceId), undo: new RestoreTraffic(deployment.Service, instance, previous, context.InstanceId));
        return null;
    }

    private async Task<Failure?> Sick()
    {
        context.SetCustomStatus("Checks its health");
        var deadline = context.CurrentUtcDateTime.AddSeconds(healthSeconds);
        for (var slice = CheckHealth.AtFirst; ; slice = 0)
        {
            var seen = await saga.Do(new CheckHealth(deployment, instance, slice, OfDeployment: false));
            if (seen.Healthy || seen.Failure is not null)
            {
                return seen.Failure;
            }

            if (context.CurrentUtcDateTime >= deadline)
            {
                return new("never_healthy", $"The new instance was not healthy within {healthSeconds:0} s. {seen.Seen}", "Read what it wrote last, beside its deployment; mend that and deploy, or try again.");
            }

            await context.CreateTimer(CheckHealth.Pause, CancellationToken.None);
        }
    }
}
