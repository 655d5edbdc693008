using ClickDeploy.Core;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Functions.Projects;
using ClickDeploy.Operations;
using ClickDeploy.Orchestrations.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Functions.Operations;

/// <summary>
/// <c>POST /operations/{instanceId}/retry</c>. An operation whose orchestration failed goes on from its failed step: it still has its turn at its service, or waits for one,
/// so that nothing can have come between. A deployment that ended as failed is over: its steps are undone and its service is passed on, so it begins again under a new id.
/// </summary>
public sealed class RetryOperation(OperationStore operations, DeploymentRetries deployments)
{
    [Function(nameof(RetryOperation)), Needs(Role.Developer)]
    [Answers(202, typeof(OperationSnapshot))]
    [Refuses("not_failed", "not_retryable", "moved_on", "not_configured", "deleting")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Api.Base + "/operations/{instanceId}/retry")] HttpRequest request,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        if (!OperationId.IsValid(instanceId) || await operations.Find(CurrentUser.Of(request).Org, instanceId, cancellation) is not { Value: var operation }
            || (operation.Project is { } project && !ProjectLookup.Fits(request, new(project))))
        {
            return Problem.NotFound("operation");
        }

        if (operation.Outcome == "failed" && operation.Kind == CancelOperation.Deployment)
        {
            return await deployments.Start(request, client, operation, cancellation);
        }

        return await client.StatusOf(operation, cancellation) is var status && status == "failed"
            ? await GoOn(client, CurrentUser.Of(request).Org, operation, cancellation)
            : Problem.Conflict("not_failed", $"Only an operation that failed can be tried again, and this one is {status}.");
    }

    private static async Task<IResult> GoOn(DurableTaskClient client, OrgId org, OperationRecord operation, CancellationToken cancellation)
    {
        if (operation.Project is { } project && await AbandonedOperations.IsEnding(client, new(new(org.Value, project, operation.ObjectId), operation.Id), cancellation))
        {
            return Problem.Conflict("not_retryable", "The operation was given up, and what it left is being undone. Ask for the same again: deploy, restart or delete anew.");
        }

        try
        {
            await client.RewindInstanceAsync(operation.Id, "retry", cancellation);
        }
        catch (InvalidOperationException) when (!cancellation.IsCancellationRequested)
        {
            // It is no failed one any more, or fails again at once; the refusal has no type of its own on the real client either.
            return Problem.Conflict("not_retryable", "The operation cannot go on from where it failed. Ask for the same again: deploy, restart or delete anew.");
        }

        return Reply.Accepted(Api.Path("operations", operation.Id), OperationSnapshot.Of(operation, await client.StatusOf(operation, cancellation)));
    }
}
