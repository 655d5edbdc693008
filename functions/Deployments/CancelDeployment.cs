using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.Idempotency;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Orchestrations.Deployments;
using ClickDeploy.Orchestrations.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Functions.Deployments;

/// <summary><c>POST /deployments/{id}/cancel</c>: asks; the deployment is cancelled when its record says so.</summary>
public sealed class CancelDeployment(DeploymentLookup lookup, AbandonedOperations abandoned)
{
    [Function(nameof(CancelDeployment))]
    [Needs(Role.Developer)]
    [Answers(202, typeof(DeploymentSnapshot))]
    [Refuses("finished")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Api.Base + "/deployments/{id}/cancel")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        if (!(await lookup.Find(request, id, cancellation)).Succeeded(out var found, out var missing))
        {
            return missing;
        }

        var deployment = found.Value;

        if (!(await request.Decide(() => Task.FromResult<Read<bool>>(deployment.Status.IsFinal() ? Finished(deployment) : true), cancellation)).Succeeded(out _, out var over))
        {
            return over;
        }

        return await Ask(client, abandoned, deployment, cancellation) ?? (IResult)Reply.Accepted(Api.Path("deployments", deployment.Ref.Id), DeploymentSnapshot.Of(deployment));
    }

    /// <summary>Null: it is asked to end.</summary>
    internal static async Task<Problem?> Ask(DurableTaskClient client, AbandonedOperations abandoned, Deployment deployment, CancellationToken cancellation)
    {
        // First: the engine takes an event for one that it does not know.
        if (await abandoned.End(client, deployment.Ref.Service, deployment.Ref.Id.ToString(), givesUp: true, cancellation))
        {
            return null;
        }

        try
        {
            await client.RaiseEventAsync(deployment.Ref.Id.ToString(), DeployService.Cancel, "", cancellation);
            return null;
        }
        catch (InvalidOperationException) when (!cancellation.IsCancellationRequested)
        {
            // It ended since it was read; the refusal has no type of its own on the real client either.
            return Problem.Conflict("finished", "The deployment's operation is over: nothing is left to cancel. Look at the deployment again.");
        }
    }

    internal static Problem Finished(Deployment deployment) => Problem.Conflict("finished", $"The deployment is over: it is {deployment.Status.ToString().ToLowerInvariant()}.");
}
