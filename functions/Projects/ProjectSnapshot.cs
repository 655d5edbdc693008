using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Functions.Links;
using ClickDeploy.Functions.Services;
using ClickDeploy.Projects;

namespace ClickDeploy.Functions.Projects;

/// <summary>A project with everything in it, as it is shown.</summary>
public sealed record ProjectSnapshot(
    ProjectId Id,
    string Name,
    string Slug,
    string? Description,
    string Region,
    string Target,
    bool AutoDeploy,
    bool Deleting,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    IReadOnlyList<ServiceSnapshot> Services,
    IReadOnlyList<LinkSnapshot> Links)
{
    // Other kinds of nodes have no routes yet: a project holds none of them.
    public IReadOnlyList<object> Databases => [];

    public IReadOnlyList<object> Volumes => [];

    public static ProjectSnapshot Of(Project project, IReadOnlyList<ServiceLook> looks) => new(
        project.Id,
        project.Name,
        project.Slug,
        project.Description,
        project.Region,
        project.Target,
        project.AutoDeploy,
        project.Deleting,
        project.CreatedAt,
        project.UpdatedAt,
        [.. looks.Select(look => look.Service)],
        LinkSnapshot.Between(looks));
}

/// <summary>A project as the list shows it.</summary>
public sealed record ProjectItem(
    ProjectId Id,
    string Name,
    string Slug,
    string? Description,
    string Region,
    string Target,
    bool AutoDeploy,
    bool Deleting,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    NodeStatus? Status,
    IReadOnlyList<string> Technologies,
    IReadOnlyList<string> Urls,
    int ServiceCount,
    int PendingChangeCount,
    LatestDeployment? LatestDeployment,
    IReadOnlyList<ProjectNode> Nodes)
{
    public static ProjectItem Of(Project project, IReadOnlyList<ServiceSnapshot> services) => new(
        project.Id,
        project.Name,
        project.Slug,
        project.Description,
        project.Region,
        project.Target,
        project.AutoDeploy,
        project.Deleting,
        project.CreatedAt,
        project.UpdatedAt,
        NodeStatuses.Worst([.. services.Select(service => service.Status)]),
        [.. services.Select(service => service.Technology).OfType<string>().Distinct().Order(StringComparer.Ordinal)],
        [.. services.Where(service => service.CurrentDeploymentId is not null).Select(service => service.GeneratedUrl).OfType<string>()],
        services.Count,
        services.Sum(service => service.PendingChanges.Count),
        services.Select(service => service.LatestDeployment).OfType<LatestDeployment>().MaxBy(deployment => deployment.CreatedAt),
        [.. services.Select(ProjectNode.Of)]);
}

/// <summary>A node as a project's sketch shows it.</summary>
/// <param name="Reason">Why it failed.</param>
public sealed record ProjectNode(ServiceId Id, string Name, NodeStatus Status, string? Reason, int CanvasX, int CanvasY)
{
    public static ProjectNode Of(ServiceSnapshot service) => new(
        service.Id,
        service.Name,
        service.Status,
        service.Status == NodeStatus.Failed ? (service.Failure ?? service.LatestDeployment?.Error)?.Message : null,
        service.CanvasX,
        service.CanvasY);
}
