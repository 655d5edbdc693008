using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.Idempotency;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Functions.Operations;
using ClickDeploy.Functions.Services;
using ClickDeploy.Orchestrations;
using ClickDeploy.Orchestrations.Deployments;
using ClickDeploy.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Functions.Deployments;

/// <summary><c>POST /services/{id}/rollback/{deploymentId}</c>: a deployment without a build, and auto-deploy is off from here on.</summary>
public sealed class StartRollback(ServiceLookup lookup, DeploymentLookup earlier, DeploymentStore deployments, DeploymentRequests requests, ServiceStore services, ServiceStateStore states, Rollbacks rollbacks, TimeProvider time)
{
    [Function(nameof(StartRollback))]
    [Needs(Role.Developer)]
    [Answers(202, typeof(DeploymentSnapshot))]
    [Refuses("deleting")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Api.Base + "/services/{id}/rollback/{deploymentId}")] HttpRequest request,
        string id,
        string deploymentId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var body = await RequestBody.ReadOptional(request, _ => true, null, cancellation);
        if (!body.Succeeded(out _, out var problem)
            || !(await lookup.FindToChange(request, id, cancellation)).Succeeded(out var found, out problem)
            || !(await earlier.Find(request, deploymentId, cancellation)).Succeeded(out var target, out problem))
        {
            return problem;
        }

        var service = ServiceRef.Of(found.Value);
        if (target.Value.Ref.Service != service)
        {
            return Problem.NotFound("deployment");
        }

        var deployment = new DeploymentRef(service, request.NextId(), request.AskedAt(time));
        if (await deployments.Find(deployment, cancellation) is { } made)
        {
            return Answer(made);
        }

        return await rollbacks.Refuse(service, await states.Find(service, cancellation), target.Value.Ref.Id, cancellation) is { } refused
            ? Problem.Conflict(refused)
            : await Start(client, deployment, target.Value, cancellation);
    }

    // The orchestration first, under the deployment's id; both it and this do the rest unless it is done (DESIGN 5).
    private async Task<IResult> Start(DurableTaskClient client, DeploymentRef deployment, Deployment target, CancellationToken cancellation)
    {
        var (service, input) = (deployment.Service, new DeployServiceInput(deployment, DeploymentTrigger.Rollback, Rollback: new(target.Ref.Deployment, target.Number)));
        await client.StartUnlessEnded(nameof(DeployService), input, deployment.Id.ToString(), cancellation);
        await requests.List(deployment, cancellation);
        await services.PauseAutoDeploy(service.OrgId, service.ServiceId, new(deployment.Deployment, target.Number, deployment.CreatedAt), cancellation);
        return Answer(await deployments.Add(deployment, new DeploymentRequest(input.Trigger, Rollback: input.Rollback), cancellation));
    }

    private static Reply Answer(Deployment made) => Reply.Accepted(Api.Path("deployments", made.Ref.Id), DeploymentSnapshot.Of(made));
}
