using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Deployments;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.Idempotency;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Functions.Projects;
using ClickDeploy.Operations;
using ClickDeploy.Orchestrations.Services;
using ClickDeploy.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Functions.Operations;

/// <summary><c>POST /operations/{instanceId}/cancel</c>: for a deployment the same as <see cref="CancelDeployment"/>; whatever else there is ends by itself, unless its orchestration was terminated or failed: then what it left is undone.</summary>
public sealed class CancelOperation(OperationStore operations, DeploymentLookup deployments, AbandonedOperations abandoned)
{
    internal const string Deployment = "deploy";
    private const string Deletion = "delete";

    [Function(nameof(CancelOperation)), Needs(Role.Developer)]
    [Answers(202, typeof(OperationSnapshot))]
    [Refuses("finished", "not_cancellable")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Api.Base + "/operations/{instanceId}/cancel")] HttpRequest request,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        if (!OperationId.IsValid(instanceId) || await operations.Find(CurrentUser.Of(request).Org, instanceId, cancellation) is not { Value: var operation }
            || (operation.Project is { } project && !ProjectLookup.Fits(request, new(project))))
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

        if (!(await request.Decide(async () => await IsOver(client, operation, deployment.Value, cancellation) ? CancelDeployment.Finished(deployment.Value) : (Read<bool>)true, cancellation)).Succeeded(out _, out var over))
        {
            return over;
        }

        return await CancelDeployment.Ask(client, abandoned, deployment.Value, cancellation) ?? await Accepted(client, operation, cancellation);
    }

    // A live one that broke off while the old instance drained has its end in its record, and keeps its service.
    private static async Task<bool> IsOver(DurableTaskClient client, OperationRecord operation, Deployment deployment, CancellationToken cancellation) =>
        deployment.Status.IsFinal() && (operation.Outcome is not null || !await AbandonedOperations.IsAbandoned(client, operation.Id, cancellation));

    private async Task<IResult> EndAbandoned(HttpRequest request, DurableTaskClient client, OperationRecord operation, CancellationToken cancellation)
    {
        if (!(await request.Decide(() => Left(client, CurrentUser.Of(request).Org, operation, cancellation), cancellation)).Succeeded(out var service, out var refusal))
        {
            return refusal;
        }

        await abandoned.End(client, service, operation.Id, givesUp: true, cancellation);
        return await Accepted(client, operation, cancellation);
    }

    // Whose operation was abandoned and can be undone.
    private static async Task<Read<ServiceRef>> Left(DurableTaskClient client, OrgId org, OperationRecord operation, CancellationToken cancellation)
    {
        if (operation.Outcome is not null)
        {
            return Problem.Conflict("finished", "The operation is over: nothing is left to cancel.");
        }

        if (!await AbandonedOperations.IsAbandoned(client, operation.Id, cancellation) || operation.Project is not { } project)
        {
            return Problem.Conflict("not_cancellable", $"Only a deployment can be cancelled, and this operation is a {operation.Kind}. Wait: each of its steps has a time limit, so it ends by itself.");
        }

        return operation.Kind == Deletion
            ? Problem.Conflict("not_cancellable", $"A deletion is not undone. Delete the {operation.ObjectKind} again: that goes on where this one ended.")
            : new ServiceRef(org.Value, project, operation.ObjectId);
    }

    private static async Task<IResult> Accepted(DurableTaskClient client, OperationRecord operation, CancellationToken cancellation) =>
        Reply.Accepted(Api.Path("operations", operation.Id), OperationSnapshot.Of(operation, await client.StatusOf(operation, cancellation)));
}
