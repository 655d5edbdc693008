using ClickDeploy.Deployments;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Functions.Services;
using ClickDeploy.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Deployments;

/// <summary><c>GET /services/{id}/rollback-candidates</c>, newest first: as many as releases are kept, so that one page holds them.</summary>
public sealed class ListRollbackCandidates(ServiceLookup lookup, Rollbacks rollbacks)
{
    [Function(nameof(ListRollbackCandidates))]
    [Needs(Role.Viewer)]
    [Answers(200, typeof(PageReply<DeploymentSnapshot>))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Api.Base + "/services/{id}/rollback-candidates")] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        if (!(await lookup.Find(request, id, cancellation)).Succeeded(out var found, out var missing))
        {
            return missing;
        }

        var candidates = await rollbacks.Candidates(ServiceRef.Of(found.Value), cancellation);
        return Reply.Ok(new PageReply<DeploymentSnapshot>([.. candidates.Select(deployment => DeploymentSnapshot.Of(deployment))], null));
    }
}
