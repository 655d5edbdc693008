using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Links;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Releases;
using ClickDeploy.Services;
using ClickDeploy.Targets;
using ClickDeploy.Variables;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Orchestrations.Deployments;

/// <summary>The deployment has its turn: takes down what it will be built and run with, and what serves until then.</summary>
public sealed record BeginDeployment(DeploymentRef Deployment) : IStep<Begun>;

/// <param name="Previous">What serves now.</param>
/// <param name="Refused">Why it cannot be deployed; null: it can.</param>
public sealed record Begun(Serving Previous, bool IsWorker, double DrainSeconds, double GraceSeconds, double HealthSeconds, Failure? Refused, bool PreDeploys = false);

/// <summary>What a service's traffic goes to. Nulls: nothing yet.</summary>
public sealed record Serving(Guid? Deployment, Guid? Instance, string? Address, bool Desired)
{
    public static Serving Of(ServiceState state) => new(state.Current?.Value, state.Instance?.Value, state.Address, state.Desired);
}

public sealed class BeginDeploymentActivity(
    ServiceStore services,
    ServiceStateStore states,
    DeploymentStore deployments,
    Rollbacks rollbacks,
    LinkedVariables variables,
    ReleaseDirectories directories,
    ITarget target,
    TimeProvider time,
    IOptions<DeploymentOptions> options,
    IOptions<ReleaseOptions> releases)
{
    [Function(nameof(BeginDeployment))]
    public async Task<Begun> Run([ActivityTrigger] BeginDeployment step, CancellationToken cancellation)
    {
        var service = (await services.Find(step.Deployment.Service.OrgId, step.Deployment.Service.ServiceId, cancellation))?.Value;
        var builds = await deployments.Find(step.Deployment, cancellation) is not { Rollback: not null };
        var (revision, broken) = builds ? await variables.Settle(step.Deployment.Service, cancellation) : (0, null);
        var now = time.GetUtcNow();
        await rollbacks.TakeOver(step.Deployment, cancellation);
        var deployment = await deployments.Change(
            step.Deployment,
            deployment => deployment with { Config = deployment.Config ?? service, Variables = deployment.Variables ?? revision, StartedAt = deployment.StartedAt ?? now },
            cancellation);
        var state = await states.Find(step.Deployment.Service, cancellation);
        var config = deployment?.Config;
        return new(Serving.Of(state), config?.Port is null, options.Value.DrainSeconds, options.Value.StopGraceSeconds, options.Value.HealthTimeoutSeconds, Over(deployment) ?? await Refuse(deployment, state, cancellation) ?? Refuse(config, step.Deployment, builds) ?? broken, deployment is { Rollback: null, Config.PreDeployCommand: not null });
    }

    // It was given up, and somebody began or rewound its orchestration: it would go live, and its record would say that it failed.
    private static Failure? Over(Deployment? deployment) =>
        deployment?.Status.IsFinal() == true ? new("finished", $"The deployment is over: it is {deployment.Status.ToString().ToLowerInvariant()}.", "Deploy again.") : null;

    private async Task<Failure?> Refuse(Deployment? deployment, ServiceState state, CancellationToken cancellation) =>
        deployment is { Rollback: { } target } ? await rollbacks.Refuse(deployment.Ref.Service, state, new(target.Deployment), cancellation) : null;

    private Failure? Refuse(Service? service, DeploymentRef deployment, bool builds)
    {
        if (service?.GitSource is null)
        {
            return new("not_configured", "The service has no source.", "Set a repository in Source.");
        }

        if (builds && directories.FreeBytes() < releases.Value.MinFreeBytes)
        {
            return new("disk_nearly_full", $"Less than {releases.Value.MinFreeBytes >> 20} MiB of disk are free, so nothing is built; what runs goes on.", "Free some disk, then deploy again.");
        }

        // What it will run is not known before the build; whether the rest can be is told now.
        var spec = InstanceSpecs.Of(service, deployment, new InstanceId(Guid.Empty), VariableSet.Empty, release: "/", start: ":");
        return target.Refuses(spec) is { } reason ? new("target_refuses", reason, "Change it in Instance, then deploy again.") : null;
    }
}
