using ClickDeploy.Core;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Projects;

public sealed class ListProjects(ProjectStore projects, ProjectView view, Cursors cursors)
{
    [Function(nameof(ListProjects)), Needs(Role.Viewer)]
    [Query("limit", Page.LimitRule), Query("cursor", Page.CursorRule)]
    [Query("slug", "Only the project of that slug.")]
    [Answers(200, typeof(PageReply<ProjectItem>))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Api.Base + "/projects")] HttpRequest request, CancellationToken cancellation)
    {
        var org = CurrentUser.Of(request).Org;
        if (!Page.Of(request, cursors, $"projects|{org}").Succeeded(out var page, out var problem))
        {
            return problem;
        }

        var all = request.Query["slug"] is [{ } slug, ..]
            ? await projects.FindBySlug(org, slug, cancellation) is { } found ? [found] : []
            : await projects.List(org, cancellation);
        var (items, next) = page.Cut(page.Slice(all, Key), Key);
        return Reply.Ok(new PageReply<ProjectItem>(await view.ShowItems(items.Select(project => project.Value), cancellation), next));
    }

    private static string Key(Versioned<Project> project) => $"{NewestFirst.Key(project.Value.CreatedAt)}|{project.Value.Id}";
}
