using ClickDeploy.Core;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Projects;
using Microsoft.AspNetCore.Http;

namespace ClickDeploy.Functions.Projects;

/// <summary>Finds the project of a route for the user who asks; whatever is wrong with it is a 404.</summary>
public sealed class ProjectLookup(ProjectStore projects)
{
    private const string Header = "X-Project-ID";

    public async Task<Read<Versioned<Project>>> Find(HttpRequest request, string id, CancellationToken cancellation) =>
        RouteId.TryParse(id, out var value) && Fits(request, new(value)) && await projects.Find(CurrentUser.Of(request).Org, new(value), cancellation) is { } found
            ? found
            : Problem.NotFound("project");

    /// <summary>The same, for a write: a project that is being deleted takes none.</summary>
    public async Task<Read<Versioned<Project>>> FindToChange(HttpRequest request, string id, CancellationToken cancellation) =>
        (await Find(request, id, cancellation)).Succeeded(out var found, out var problem) ? (found.Value.Deleting ? Deleting() : found) : problem;

    public static Problem Deleting() => Problem.Conflict("deleting", "The project is being deleted: nothing in it can be changed or made. Use another project.");

    /// <summary>Whether the header X-Project-ID, if it was sent, names the project that the object belongs to.</summary>
    public static bool Fits(HttpRequest request, ProjectId project)
    {
        var header = request.Headers[Header];
        return header.Count == 0 || (header is [{ } text] && RouteId.TryParse(text, out var id) && id == project.Value);
    }
}
