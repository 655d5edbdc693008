using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Functions.Services;
using ClickDeploy.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Deployments;

/// <summary><c>GET /services/{id}/deployments</c>, newest first.</summary>
public sealed class ListDeployments(ServiceLookup lookup, DeploymentStore deployments, Cursors cursors)
{
    [Function(nameof(ListDeployments))]
    [Needs(Role.Viewer)]
    [Query("limit", Page.LimitRule), Query("cursor", Page.CursorRule)]
    [Answers(200, typeof(PageReply<DeploymentSnapshot>))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Api.Base + "/services/{id}/deployments")] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        if (!(await lookup.Find(request, id, cancellation)).Succeeded(out var owner, out var problem))
        {
            return problem;
        }

        var service = owner.Value;
        var scope = $"deployments|{service.Org}|{service.Id}";
        if (!Page.Of(request, cursors, scope).Succeeded(out var page, out problem))
        {
            return problem;
        }

        var found = new List<Deployment>();
        await foreach (var deployment in deployments.List(ServiceRef.Of(service), page.After, page.Limit + 1, cancellation))
        {
            found.Add(deployment);
        }

        var next = found.Count > page.Limit ? cursors.Seal(scope, DeploymentStore.Cursor(found[page.Limit - 1])) : null;
        return Reply.Ok(new PageReply<DeploymentSnapshot>([.. found.Take(page.Limit).Select(deployment => DeploymentSnapshot.Of(deployment))], next));
    }
}
