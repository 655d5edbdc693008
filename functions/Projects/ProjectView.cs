using ClickDeploy.Functions.Services;
using ClickDeploy.Projects;
using ClickDeploy.Services;

namespace ClickDeploy.Functions.Projects;

/// <summary>Puts together what is shown of projects.</summary>
public sealed class ProjectView(ServiceStore services, ServiceView view)
{
    public async Task<ProjectSnapshot> Show(Project project, CancellationToken cancellation) => ProjectSnapshot.Of(project, await Services(project, cancellation));

    public Task<ProjectItem[]> ShowItems(IEnumerable<Project> projects, CancellationToken cancellation) =>
        Task.WhenAll(projects.Select(async project => ProjectItem.Of(project, await Services(project, cancellation))));

    private async Task<ServiceSnapshot[]> Services(Project project, CancellationToken cancellation) =>
        await view.Show((await services.List(project.Org, project.Id, cancellation)).Select(service => service.Value), cancellation);
}
