using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.Projects;
using Microsoft.AspNetCore.Http;

namespace ClickDeploy.Functions.Deployments;

/// <summary>Finds the deployment of a route for the user who asks; whatever is wrong with it is a 404.</summary>
public sealed class DeploymentLookup(DeploymentStore deployments)
{
    public async Task<Read<Versioned<Deployment>>> Find(HttpRequest request, string id, CancellationToken cancellation) =>
        RouteId.TryParse(id, out var value)
        && await deployments.Find(CurrentUser.Of(request).Org, new DeploymentId(value), cancellation) is { } found
        && ProjectLookup.Fits(request, found.Value.Ref.Service.ProjectId)
            ? found
            : Problem.NotFound("deployment");
}
