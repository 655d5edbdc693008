using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Deployments;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.Idempotency;
using ClickDeploy.Functions.Services;
using ClickDeploy.Operations;
using ClickDeploy.Orchestrations;
using ClickDeploy.Orchestrations.Deployments;
using ClickDeploy.Services;
using ClickDeploy.Variables;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Functions.Operations;

/// <summary>A failed deployment once more: the same commit with the same configuration, so only while both are still what the service would be deployed with.</summary>
public sealed class DeploymentRetries(DeploymentLookup lookup, ServiceLookup services, DeploymentStore deployments, VariableStore variables, OperationStore operations, TimeProvider time)
{
    public async Task<IResult> Start(HttpRequest request, DurableTaskClient client, OperationRecord operation, CancellationToken cancellation)
    {
        if (!(await lookup.Find(request, operation.Id, cancellation)).Succeeded(out var found, out var problem)
            || !(await services.FindToChange(request, operation.ObjectId.ToString(), cancellation)).Succeeded(out var service, out problem))
        {
            return problem;
        }

        var (failed, next) = (found.Value, new DeploymentRef(found.Value.Ref.Service, request.NextId(), request.AskedAt(time)));
        if (DeploymentRequests.Refuses(service.Value) is { } refusal)
        {
            return refusal;
        }

        // A repeat of this very request finds what it started.
        if (await deployments.Newest(failed.Ref.Service, cancellation) is { } newest && newest.Ref.Id != failed.Ref.Id && newest.Ref.Id != next.Id)
        {
            return MovedOn($"Deployment #{newest.Number} came after it.");
        }

        if (failed.Rollback is null && await Changed(failed, service.Value, cancellation) is { } change)
        {
            return MovedOn(change);
        }

        // The orchestration first, under the deployment's id; both it and this do the rest unless it is done (DESIGN 5).
        var input = new DeployServiceInput(next, failed.Rollback is null ? DeploymentTrigger.Manual : DeploymentTrigger.Rollback, failed.CommitSha ?? failed.RequestedCommit, failed.Rollback, failed.ClearCache);
        await client.StartUnlessEnded(nameof(DeployService), input, next.Id.ToString(), cancellation);
        await deployments.Add(next, new DeploymentRequest(input.Trigger, input.Commit, input.Rollback, input.ClearCache), cancellation);
        var listed = operation with { Id = next.Id.ToString(), StartedAt = next.CreatedAt, FinishedAt = null, Outcome = null };
        await operations.Begin(CurrentUser.Of(request).Org, listed, cancellation);
        return Reply.Accepted(Api.Path("operations", listed.Id), OperationSnapshot.Of(listed, await client.StatusOf(listed, cancellation)));
    }

    private async Task<string?> Changed(Deployment failed, Service service, CancellationToken cancellation)
    {
        if (failed.Config is { } config && PendingChange.Between(config, service) is [var change, ..])
        {
            return $"'{change.Field}' was changed since.";
        }

        return failed.Variables is { } revision && revision != (await variables.Newest(failed.Ref.Service, cancellation)).Number ? "Variables were changed since." : null;
    }

    private static Problem MovedOn(string why) => Problem.Conflict("moved_on", $"This deployment is not what the service would be deployed with any more. {why} Deploy the service instead.");
}
