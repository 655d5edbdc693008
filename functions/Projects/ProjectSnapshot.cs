using ClickDeploy.Core;
using ClickDeploy.Deployments;
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
    IReadOnlyList<ServiceSnapshot> Services)
{
    // Other kinds of nodes have no routes yet: a project holds none of them.
    public IReadOnlyList<object> Databases => [];

    public IReadOnlyList<object> Volumes => [];

    public IReadOnlyList<LinkSnapshot> Links { get; init; } = [];

    public static ProjectSnapshot Of(Project project, IReadOnlyList<ServiceSnapshot> services) => new(
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
        services);
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
    int ServiceCount)
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
        services.Count);
}
