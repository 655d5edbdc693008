using System.Collections.Concurrent;
using System.Text.Json;
using ClickDeploy.Core;
using ClickDeploy.Functions.Services;
using ClickDeploy.Projects;

namespace ClickDeploy.Functions.Projects;

/// <summary>Puts together what is shown of projects.</summary>
public sealed class ProjectView(ServiceView view)
{
    // Of about a kilobyte for each service. Beyond them all are dropped.
    private const int MostKnown = 100;
    private readonly ConcurrentDictionary<ProjectId, (Project Project, ServiceLook[] Looks, byte[] Json)> _known = new();

    /// <summary>The snapshot as JSON. All that is shown is read again each time; what was written of the same objects is not written again.</summary>
    public async Task<byte[]> ShowJson(Project project, CancellationToken cancellation)
    {
        var looks = await view.Look(project.Org, project.Id, cancellation);
        if (_known.TryGetValue(project.Id, out var known) && known.Project == project && known.Looks.SequenceEqual(looks))
        {
            return known.Json;
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(ProjectSnapshot.Of(project, looks), Json.Options);
        if (_known.Count >= MostKnown)
        {
            _known.Clear();
        }

        _known[project.Id] = (project, looks, json);
        return json;
    }

    public async Task<ProjectSnapshot> Show(Project project, CancellationToken cancellation) => ProjectSnapshot.Of(project, await view.Look(project.Org, project.Id, cancellation));

    public Task<ProjectItem[]> ShowItems(IEnumerable<Project> projects, CancellationToken cancellation) =>
        Task.WhenAll(projects.Select(async project => ProjectItem.Of(project, await Services(project, cancellation))));

    private async Task<ServiceSnapshot[]> Services(Project project, CancellationToken cancellation) =>
        [.. (await view.Look(project.Org, project.Id, cancellation)).Select(look => look.Service)];
}
