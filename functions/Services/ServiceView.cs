using ClickDeploy.Deployments;
using ClickDeploy.Services;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Functions.Services;

/// <summary>Puts together what is shown of a service.</summary>
public sealed class ServiceView(ServiceStore services, ServiceStateStore states, DeploymentStore deployments, IOptions<AppOptions> options)
{
    private const int HttpPort = 80;

    public Task<ServiceSnapshot[]> Show(IEnumerable<Service> shown, CancellationToken cancellation) => Task.WhenAll(shown.Select(service => Show(service, cancellation)));

    public async Task<ServiceSnapshot> Show(Service service, CancellationToken cancellation)
    {
        var reference = ServiceRef.Of(service);
        var state = await states.Find(reference, cancellation);
        var newest = await deployments.Newest(reference, cancellation);
        var current = state.Current is { } id && newest?.Ref.Id != id ? (await deployments.Find(service.Org, id, cancellation))?.Value : newest;
        var deployed = state.Current is null ? null : current;
        var position = await services.Position(service.Org, service.Id, cancellation) ?? new(0, 0);
        return new()
        {
            Id = service.Id,
            ProjectId = service.Project,
            Name = service.Name,
            Status = NodeStatuses.Of(service, state, newest),
            Technology = (deployed?.Plan ?? newest?.Plan)?.Technology,
            GitSource = GitSourceSnapshot.Of(service.GitSource),
            InstallCommand = service.InstallCommand,
            BuildCommand = service.BuildCommand,
            StartCommand = service.StartCommand,
            InstanceSize = service.InstanceSize,
            InstanceCount = service.InstanceCount,
            Port = service.Port,
            AutoDeploy = service.AutoDeploy,
            HealthCheckPath = service.HealthCheckPath,
            Subdomain = state.Host?.Split('.')[0],
            GeneratedUrl = service.Port is null ? null : UrlOf(state.Host),
            InternalUrl = state.Address is null ? null : $"http://{state.Address}",
            CurrentDeploymentId = state.Current,
            LatestDeployment = LatestDeployment.Of(newest),
            PendingChanges = deployed?.Config is { } config ? PendingChange.Between(config, service) : [],
            Failure = state.Failure,
            Deleting = service.Deleting,
            CanvasX = position.X,
            CanvasY = position.Y,
            CreatedAt = service.CreatedAt,
            UpdatedAt = service.UpdatedAt,
        };
    }

    private string? UrlOf(string? host) => host is null ? null : options.Value.ProxyPort == HttpPort ? $"http://{host}" : $"http://{host}:{options.Value.ProxyPort}";
}
