using ClickDeploy.Core;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.Projects;
using ClickDeploy.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Services;

public sealed class ListServices(ProjectLookup lookup, ServiceStore services, ServiceView view, Cursors cursors)
{
    [Function(nameof(ListServices)), Needs(Role.Viewer)]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Api.Base + "/projects/{id}/services")] HttpRequest request, string id, CancellationToken cancellation)
    {
        if (!(await lookup.Find(request, id, cancellation)).Succeeded(out var project, out var problem)
            || !Page.Of(request, cursors, $"services|{project.Value.Org}|{project.Value.Id}").Succeeded(out var page, out problem))
        {
            return problem;
        }

        var all = await services.List(project.Value.Org, project.Value.Id, cancellation);
        var (items, next) = page.Cut(page.Slice(all, Key), Key);
        return Reply.Ok(new PageReply<ServiceSnapshot>(await view.Show(items.Select(service => service.Value), cancellation), next));
    }

    private static string Key(Versioned<Service> service) => $"{NewestFirst.Key(service.Value.CreatedAt)}|{service.Value.Id}";
}
