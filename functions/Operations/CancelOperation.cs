using ClickDeploy.Deployments;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Deployments;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.Idempotency;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Operations;
using ClickDeploy.Orchestrations.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Functions.Operations;

/// <summary><c>POST /operations/{instanceId}/cancel</c>: for a deployment the same as <see cref="CancelDeployment"/>; whatever else there is ends by itself, unless its orchestration was terminated or failed: then what it left is undone.</summary>
public sealed class CancelOperation(OperationStore operations, DeploymentLookup deployments, AbandonedOperations abandoned)
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
            return await EndAbandoned(request, client, operation, cancellation);
        }

        if (!(await deployments.Find(request, instanceId, cancellation)).Succeeded(out var deployment, out var missing))
        {
            return missing;
        }

        if (!(await request.Decide(() => Task.FromResult<Read<bool>>(deployment.Value.Status.IsFinal() ? CancelDeployment.Finished(deployment.Value) : true), cancellation)).Succeeded(out _, out var over))
        {
            return over;
        }

        return await CancelDeployment.Ask(client, abandoned, deployment.Value, cancellation) ?? await Accepted(client, operation, cancellation);
    }

    private async Task<IResult> EndAbandoned(HttpRequest request, DurableTaskClient client, OperationRecord operation, CancellationToken cancellation)
    {
        if (!(await request.Decide(async () => await Refuses(client, operation, cancellation) ?? (Read<bool>)true, cancellation)).Succeeded(out _, out var refusal))
        {
            return refusal;
        }

        await abandoned.End(client, new(CurrentUser.Of(request).Org.Value, operation.Project!.Value, operation.ObjectId), operation.Id, givesUp: true, cancellation);
        return await Accepted(client, operation, cancellation);
    }

    private static async Task<Problem?> Refuses(DurableTaskClient client, OperationRecord operation, CancellationToken cancellation) => (operation.Kind, await client.StatusOf(operation, cancellation)) switch
    {
        (_, _) when operation.Outcome is not null => Problem.Conflict("finished", "The operation is over: nothing is left to cancel."),
        ("delete", "terminated" or "failed") => Problem.Conflict("not_cancellable", $"A deletion is not undone. Delete the {operation.ObjectKind} again: that goes on where this one ended."),
        ("stop" or "start" or "restart", "terminated" or "failed") => null,
        _ => Problem.Conflict("not_cancellable", $"Only a deployment can be cancelled, and this operation is a {operation.Kind}. Wait: each of its steps has a time limit, so it ends by itself."),
    };

    private static async Task<IResult> Accepted(DurableTaskClient client, OperationRecord operation, CancellationToken cancellation) =>
        Reply.Accepted(Api.Path("operations", operation.Id), OperationSnapshot.Of(operation, await client.StatusOf(operation, cancellation)));
}
