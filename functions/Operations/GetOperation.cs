using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Functions.Projects;
using ClickDeploy.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Functions.Operations;

/// <summary><c>GET /operations/{instanceId}</c>: what it did, step by step.</summary>
public sealed class GetOperation(OperationStore operations, OperationHistory history)
{
    [Function(nameof(GetOperation)), Needs(Role.Viewer)]
    [Answers(200, typeof(OperationDetail))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Api.Base + "/operations/{instanceId}")] HttpRequest request,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        if (!OperationId.IsValid(instanceId) || await operations.Find(CurrentUser.Of(request).Org, instanceId, cancellation) is not { Value: var operation }
            || (operation.Project is { } project && !ProjectLookup.Fits(request, new(project))))
        {
            return Problem.NotFound("operation");
        }

        var past = await history.Read(operation.Id, cancellation);
        var (about, status) = (new OperationObject(operation.ObjectKind, operation.ObjectId), await client.StatusOf(operation, cancellation));
        return Reply.Ok(new OperationDetail(
            operation.Id, operation.Kind, status, about, operation.Project, operation.StartedAt, operation.FinishedAt,
            past.Steps, OperationStates.IsOver(status) ? null : CurrentStep.Of(past.Steps), past.Input, past.Output, past.CustomStatus, past.Said ?? [], past.Error, past.TraceId));
    }
}
