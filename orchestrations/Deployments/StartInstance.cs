using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Orchestrations.Services;
using ClickDeploy.Releases;
using ClickDeploy.Services;
using ClickDeploy.Targets;
using ClickDeploy.Tools;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Orchestrations.Deployments;

/// <summary>Starts an instance of the deployment's release. <paramref name="OfDeployment"/>: it is part of deploying, and shown so.</summary>
/// <param name="Turn">The operation that has it.</param>
public sealed record StartInstance(DeploymentRef Deployment, Guid Instance, bool OfDeployment = true, string? Turn = null) : IStep<Started>;

/// <param name="Address">Where it will answer; null: a worker.</param>
public sealed record Started(string? Address, Failure? Failure);

public sealed class StartInstanceActivity(DeploymentStore deployments, DeploymentVariables variables, ReleaseDirectories directories, MachineTools tools, ITarget target, TurnGuard turns, TimeProvider time)
{
    [Function(nameof(StartInstance))]
    public Task<Started> Run([ActivityTrigger] StartInstance step, CancellationToken cancellation) =>
        turns.Do(step.Deployment.Service, step.Turn, () => Start(step, cancellation), state => Remove(step, state), cancellation);

    private async Task<Started> Start(StartInstance step, CancellationToken cancellation)
    {
        var instance = new InstanceId(step.Instance);
        var deployment = step.OfDeployment
            ? await deployments.Change(step.Deployment, deployment => (deployment with { Status = DeploymentStatus.Deploying, Instance = instance }).Begin(StepName.Deploy, time.GetUtcNow()), cancellation)
            : await deployments.Find(step.Deployment, cancellation);
        if (deployment is not { Config: not null, Plan: not null })
        {
            return new(null, new("deployment_gone", "The deployment's record is gone.", "Deploy again."));
        }

        var spec = InstanceSpecs.Of(deployment, instance, await variables.Of(deployment, cancellation), directories.ReleaseOf(step.Deployment.Service.ServiceId, deployment.ReleaseId), tools.SearchPath);
        try
        {
            var address = await target.Reserve(spec, cancellation);
            await target.Start(spec, cancellation);
            return new(address, null);
        }
        catch (NoRoomException full)
        {
            return new(null, new("no_room", full.Message, "Stop or delete a service, then deploy again."));
        }
    }

    // Not what serves, or did: the step was done in time by another process then, and this one held up.
    private async Task Remove(StartInstance step, ServiceState state)
    {
        if (state.Instance?.Value != step.Instance && (!step.OfDeployment || await deployments.Find(step.Deployment) is not { Status: DeploymentStatus.Live }))
        {
            await target.Remove(new InstanceId(step.Instance));
        }
    }
}

/// <summary>Undo of <see cref="StartInstance"/>, and the end of an instance that was replaced. <paramref name="GraceSeconds"/>: 0 ends it at once.</summary>
public sealed record RemoveInstance(Guid Instance, double GraceSeconds = 0) : IStep;

public sealed class RemoveInstanceActivity(ITarget target)
{
    [Function(nameof(RemoveInstance))]
    public async Task Run([ActivityTrigger] RemoveInstance step, CancellationToken cancellation)
    {
        var instance = new InstanceId(step.Instance);
        if (step.GraceSeconds > 0)
        {
            await target.Stop(instance, TimeSpan.FromSeconds(step.GraceSeconds), cancellation);
        }

        await target.Remove(instance, cancellation);
    }
}
