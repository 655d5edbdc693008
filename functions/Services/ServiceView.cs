using System.Collections.Concurrent;
using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Services;
using ClickDeploy.Variables;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Functions.Services;

/// <summary>Puts together what is shown of a service.</summary>
public sealed class ServiceView(ServiceStore services, ServiceStateStore states, DeploymentStore deployments, VariableStore variables, PendingVariables pending, IOptions<AppOptions> options)
{
    private const int HttpPort = 80;

    // Beyond them all are dropped, as by RowCache.
    private const int MostKnown = 2_000;
    private readonly ConcurrentDictionary<ServiceId, (Parts Parts, ServiceLook Look)> _known = new();

    /// <summary>All services of a project, newest first: three ranges, and the newest deployment of each.</summary>
    public async Task<ServiceLook[]> Look(OrgId org, ProjectId project, CancellationToken cancellation)
    {
        var all = await services.List(org, project, cancellation);
        var positions = await services.Positions(org, project, cancellation);
        var seen = await states.List(org, project, cancellation);
        return await Task.WhenAll(all.Select(async service => await Look(
            service,
            seen.GetValueOrDefault(service.Id) ?? await states.Find(ServiceRef.Of(service), cancellation),
            positions.GetValueOrDefault(service.Id) ?? await services.Position(org, project, service.Id, cancellation),
            cancellation)));
    }

    public async Task<ServiceSnapshot> Show(Service service, CancellationToken cancellation)
    {
        var state = await states.Find(ServiceRef.Of(service), cancellation);
        var position = await services.Position(service.Org, service.Project, service.Id, cancellation);
        return (await Look(service, state, position, cancellation)).Service;
    }

    private async Task<ServiceLook> Look(Service service, ServiceState state, CanvasPosition? position, CancellationToken cancellation)
    {
        var newest = await deployments.Newest(ServiceRef.Of(service), cancellation);
        var set = await variables.Newest(ServiceRef.Of(service), cancellation);
        var current = state.Current is { } id && newest?.Ref.Id != id ? (await deployments.Find(service.Org, id, cancellation))?.Value : newest;
        var deployed = state.Current is null ? null : current;
        var changed = deployed is null ? [] : await pending.Of(deployed.Ref.Service, deployed.Variables ?? 0, set, cancellation);
        var parts = new Parts(service, state, newest, deployed, set, position ?? new(0, 0));
        return changed.Count == 0 ? Known(parts) : Make(parts, changed);
    }

    // What it is made of was read again just now; while that is the same, so is the look. Values of variables are not kept.
    private ServiceLook Known(Parts parts)
    {
        if (_known.TryGetValue(parts.Service.Id, out var known) && known.Parts == parts)
        {
            return known.Look;
        }

        var look = Make(parts, []);
        if (_known.Count >= MostKnown)
        {
            _known.Clear();
        }

        _known[parts.Service.Id] = (parts, look);
        return look;
    }

    private ServiceLook Make(Parts parts, IReadOnlyList<PendingChange> changed) =>
        new(Snapshot(parts.Service, parts.State, parts.Newest, parts.Deployed, changed, parts.Position), parts.Service, parts.Newest, parts.Variables);

    private ServiceSnapshot Snapshot(Service service, ServiceState state, Deployment? newest, Deployment? deployed, IReadOnlyList<PendingChange> variables, CanvasPosition position) => new()
    {
        Id = service.Id,
        ProjectId = service.Project,
        Name = service.Name,
        Status = NodeStatuses.Of(service, state, newest),
        Technology = (deployed?.Plan ?? newest?.Plan)?.Technology,
        GitSource = GitSourceSnapshot.Of(service.GitSource),
        Builder = service.Builder,
        InstallCommand = service.InstallCommand,
        BuildCommand = service.BuildCommand,
        StartCommand = service.StartCommand,
        PreDeployCommand = service.PreDeployCommand,
        OutputDir = service.OutputDir,
        InstanceSize = service.InstanceSize,
        InstanceCount = service.InstanceCount,
        Port = service.Port,
        AutoDeploy = service.AutoDeploy,
        AutoDeployPaused = AutoDeployPauseSnapshot.Of(service.AutoDeployPause),
        HealthCheckPath = service.HealthCheckPath,
        Subdomain = state.Host?.Split('.')[0],
        GeneratedUrl = service.Port is null ? null : UrlOf(state.Host),
        InternalUrl = service.Port is null ? null : UrlOf(state.Host),
        CurrentDeploymentId = state.Current,
        LatestDeployment = LatestDeployment.Of(newest),
        PendingChanges = deployed?.Config is { } config ? [.. PendingChange.Between(config, service), .. variables] : [],
        Failure = state.Failure,
        Operation = state.Operation,
        LastCommand = state.LastCommand,
        Deleting = service.Deleting,
        CanvasX = position.X,
        CanvasY = position.Y,
        CreatedAt = service.CreatedAt,
        UpdatedAt = service.UpdatedAt,
    };

    private string? UrlOf(string? host) => host is null ? null : options.Value.ProxyPort == HttpPort ? $"http://{host}" : $"http://{host}:{options.Value.ProxyPort}";

    private sealed record Parts(Service Service, ServiceState State, Deployment? Newest, Deployment? Deployed, VariableRevision Variables, CanvasPosition Position);
}

/// <summary>A service as it is shown, as the user has set it, its newest deployment in full, and which variables it has.</summary>
public sealed record ServiceLook(ServiceSnapshot Service, Service Spec, Deployment? Newest, VariableRevision Variables)
{
    /// <summary>A deployment would bring about what nothing does yet: it was never live, or is set otherwise than what is live or under way.</summary>
    public bool IsChanged => Spec is { GitSource: not null, Deleting: false } && Newest switch
    {
        // It takes down how the service is set when it has its turn.
        { Config: null } when !Newest.Status.IsFinal() => false,
        { Rollback: not null } when !Newest.Status.IsFinal() => false,
        { Config: { } config } when !Newest.Status.IsFinal() => PendingChange.Between(config, Spec).Count > 0 || (Newest.Variables ?? 0) != Variables.Number,
        _ => Service.CurrentDeploymentId is null || Service.PendingChanges.Count > 0,
    };
}
