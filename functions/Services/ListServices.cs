using ClickDeploy.Core;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Functions.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Services;

public sealed class ListServices(ProjectLookup lookup, ServiceView view, Cursors cursors)
{
    [Function(nameof(ListServices)), Needs(Role.Viewer)]
    [Query("limit", Page.LimitRule), Query("cursor", Page.CursorRule)]
    [Answers(200, typeof(PageReply<ServiceSnapshot>))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Api.Base + "/projects/{id}/services")] HttpRequest request, string id, CancellationToken cancellation)
    {
        if (!(await lookup.Find(request, id, cancellation)).Succeeded(out var project, out var problem)
            || !Page.Of(request, cursors, $"services|{project.Value.Org}|{project.Value.Id}").Succeeded(out var page, out problem))
        {
            return problem;
        }

        var all = (await view.Look(project.Value.Org, project.Value.Id, cancellation)).Select(look => look.Service);
        var (items, next) = page.Cut(page.Slice(all, Key), Key);
        return Reply.Ok(new PageReply<ServiceSnapshot>(items, next));
    }

    private static string Key(ServiceSnapshot service) => $"{NewestFirst.Key(service.CreatedAt)}|{service.Id}";
}
