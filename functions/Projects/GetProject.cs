using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Projects;

public sealed class GetProject(ProjectLookup lookup, ProjectView view)
{
    [Function(nameof(GetProject)), Needs(Role.Viewer)]
    [Answers(200, typeof(ProjectSnapshot))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Api.Base + "/projects/{id}")] HttpRequest request, string id, CancellationToken cancellation) =>
        (await lookup.Find(request, id, cancellation)).Succeeded(out var project, out var missing)
            ? Reply.Written(await view.ShowJson(project.Value, cancellation), project.ETag)
            : missing;
}
