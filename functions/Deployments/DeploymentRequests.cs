using ClickDeploy.Deployments;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.Idempotency;
using ClickDeploy.Functions.Operations;
using ClickDeploy.Orchestrations.Deployments;
using ClickDeploy.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Functions.Deployments;

/// <summary>Starts a deployment, whoever asks for it.</summary>
public sealed class DeploymentRequests(DeploymentStore deployments, TimeProvider time)
{
    /// <summary>Why the service cannot be deployed; null: it can.</summary>
    public static Problem? Refuses(Service service) =>
        service.GitSource is null ? Problem.Conflict("not_configured", "The service has no source. Set git_source.url to a repository first.") : null;

    public async Task<Deployment> Start(HttpRequest request, DurableTaskClient client, Service service, string? commit, bool clearCache, CancellationToken cancellation)
    {
        // The orchestration first, under the deployment's id; both it and this insert the row if it is absent (DESIGN 5).
        var deployment = new DeploymentRef(ServiceRef.Of(service), request.NextId(), request.AskedAt(time));
        var input = new DeployServiceInput(deployment, DeploymentTrigger.Manual, commit, ClearCache: clearCache);
        await client.StartUnlessEnded(nameof(DeployService), input, deployment.Id.ToString(), cancellation);
        return await deployments.Add(deployment, new DeploymentRequest(input.Trigger, input.Commit, ClearCache: input.ClearCache), cancellation);
    }
}
