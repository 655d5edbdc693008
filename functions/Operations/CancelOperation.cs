using ClickDeploy.Deployments;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Deployments;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.Idempotency;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Functions.Operations;

/// <summary><c>POST /operations/{instanceId}/cancel</c>: for a deployment the same as <see cref="CancelDeployment"/>; whatever else there is ends by itself.</summary>
public sealed class CancelOperation(OperationStore operations, DeploymentLookup deployments)
{
    internal const string Deployment = "deploy";

    [Function(nameof(CancelOperation)), Needs(Role.Developer)]
    [Answers(202, typeof(OperationSnapshot))]
    [Refuses("finished", "not_cancellable")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Api.Base + "/operations/{instanceId}/cancel")] HttpRequest request,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        if (!OperationId.IsValid(instanceId) || await operations.Find(CurrentUser.Of(request).Org, instanceId, cancellation) is not { Value: var operation })
        {
            return Problem.NotFound("operation");
        }

        if (operation.Kind != Deployment)
        {
            return Problem.Conflict("not_cancellable", $"Only a deployment can be cancelled, and this operation is a {operation.Kind}. Wait: each of its steps has a time limit, so it ends by itself.");
        }

        if (!(await deployments.Find(request, instanceId, cancellation)).Succeeded(out var deployment, out var missing))
        {
            return missing;
        }

        if (!(await request.Decide(() => Task.FromResult<Read<bool>>(deployment.Value.Status.IsFinal() ? CancelDeployment.Finished(deployment.Value) : true), cancellation)).Succeeded(out _, out var over))
        {
            return over;
        }

        return await CancelDeployment.Ask(client, deployment.Value, cancellation) ?? (IResult)Reply.Accepted(Api.Path("operations", operation.Id), OperationSnapshot.Of(operation, await client.StatusOf(operation, cancellation)));
    }
}
