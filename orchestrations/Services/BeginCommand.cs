using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Orchestrations.Deployments;
using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Releases;
using ClickDeploy.Services;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Orchestrations.Services;

/// <summary>What a start or restart begins with, now that it has its turn.</summary>
public sealed record BeginCommand(ServiceCommandInput Command) : IStep<CommandBegun>;

/// <param name="Deployment">Whose release starts again; null: there is none.</param>
/// <param name="Refused">Why nothing is done.</param>
public sealed record CommandBegun(DeploymentRef? Deployment, Serving Previous, double DrainSeconds, double GraceSeconds, double HealthSeconds, Failure? Refused);

public sealed class BeginCommandActivity(ServiceStateStore states, DeploymentStore deployments, ReleaseDirectories directories, IOptions<DeploymentOptions> options)
{
    [Function(nameof(BeginCommand))]
    public async Task<CommandBegun> Run([ActivityTrigger] BeginCommand step, CancellationToken cancellation)
    {
        var service = step.Command.Service;
        var state = await states.Find(service, cancellation);
        var current = state.Current is { } id ? (await deployments.Find(service.OrgId, id, cancellation))?.Value : null;
        var refused = ServiceCommands.Refuses(step.Command.Kind, state);
        if (refused is null && (current is null || !directories.Kept(service.ServiceId).Contains(current.ReleaseId)))
        {
            refused = new("release_gone", "The files of what was deployed are gone.", "Deploy again.");
        }

        return new(current?.Ref, Serving.Of(state), options.Value.DrainSeconds, options.Value.StopGraceSeconds, options.Value.HealthTimeoutSeconds, refused);
    }
}
