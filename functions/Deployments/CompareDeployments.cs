using ClickDeploy.Deployments;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Variables;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Deployments;

/// <summary><c>GET /deployments/{id}/diff/{otherId}</c>: what is different in the other one.</summary>
public sealed class CompareDeployments(DeploymentLookup lookup, VariableStore variables)
{
    [Function(nameof(CompareDeployments))]
    [Needs(Role.Viewer)]
    [Answers(200, typeof(DeploymentDiffSnapshot))]
    [Refuses("different_services")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Api.Base + "/deployments/{id}/diff/{otherId}")] HttpRequest request,
        string id,
        string otherId,
        CancellationToken cancellation)
    {
        if (!(await lookup.Find(request, id, cancellation)).Succeeded(out var from, out var missing) || !(await lookup.Find(request, otherId, cancellation)).Succeeded(out var to, out missing))
        {
            return missing;
        }

        var (one, other) = (from.Value, to.Value);
        return one.Ref.Service == other.Ref.Service
            ? Reply.Ok(DeploymentDiffSnapshot.Of(one, other, DeploymentDiff.Between(one, other, await Revision(one, cancellation), await Revision(other, cancellation))))
            : Problem.Conflict("different_services", "The deployments are of two services. Choose two of the same one.");
    }

    private Task<VariableRevision?> Revision(Deployment deployment, CancellationToken cancellation) => variables.Find(deployment.Ref.Service, deployment.Variables ?? 0, cancellation);
}
