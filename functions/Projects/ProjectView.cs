using ClickDeploy.Functions.Services;
using ClickDeploy.Projects;

namespace ClickDeploy.Functions.Projects;

/// <summary>Puts together what is shown of projects.</summary>
public sealed class ProjectView(ServiceView view)
{
    public async Task<ProjectSnapshot> Show(Project project, CancellationToken cancellation) => ProjectSnapshot.Of(project, await view.Look(project.Org, project.Id, cancellation));

    public Task<ProjectItem[]> ShowItems(IEnumerable<Project> projects, CancellationToken cancellation) =>
        Task.WhenAll(projects.Select(async project => ProjectItem.Of(project, await Services(project, cancellation))));

    private async Task<ServiceSnapshot[]> Services(Project project, CancellationToken cancellation) =>
        [.. (await view.Look(project.Org, project.Id, cancellation)).Select(look => look.Service)];
}
