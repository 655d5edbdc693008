using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Health;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Secrets;
using ClickDeploy.Targets;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Orchestrations.Deployments;

/// <summary>Keeps the last probe and the last 200 lines of an instance that is about to be removed.</summary>
public sealed record KeepEvidence(DeploymentRef Deployment, Guid Instance) : IStep;

public sealed class KeepEvidenceActivity(DeploymentStore deployments, EvidenceStore evidence, DeploymentVariables variables, ITarget target, HealthProbe probe, InstanceLog log, TimeProvider time)
{
    private const int Lines = 200;

    [Function(nameof(KeepEvidence))]
    public async Task Run([ActivityTrigger] KeepEvidence step, CancellationToken cancellation)
    {
        var instance = new InstanceId(step.Instance);
        var deployment = await deployments.Find(step.Deployment, cancellation);
        var mask = deployment is null ? SecretMask.None : await variables.Mask(deployment, cancellation);
        var path = deployment?.Config?.HealthCheckPath;
        var last = await target.Inspect(instance, cancellation) is InstanceStatus.Running { Address: { } address } ? await probe.Probe(address, path, cancellation) : null;
        await evidence.Put(step.Deployment, mask.Text(new DeploymentEvidence(last, await target.Tail(instance, Lines, cancellation), time.GetUtcNow())), cancellation);
        await log.Copy(step.Deployment, instance, cancellation);
        await deployments.Change(step.Deployment, deployment => deployment with { HasEvidence = true }, cancellation);
    }
}
