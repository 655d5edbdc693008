using ClickDeploy.Deployments;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.Idempotency;
using ClickDeploy.Functions.Operations;
using ClickDeploy.Operations;
using ClickDeploy.Orchestrations;
using ClickDeploy.Orchestrations.Deployments;
using ClickDeploy.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Functions.Deployments;

/// <summary>Starts a deployment, whoever asks for it.</summary>
public sealed class DeploymentRequests(DeploymentStore deployments, OperationStore operations, TimeProvider time)
{
    /// <summary>Why the service cannot be deployed; null: it can.</summary>
    public static Problem? Refuses(Service service) =>
        service.GitSource is null ? Problem.Conflict("not_configured", "The service has no source. Set git_source.url to a repository first.") : null;

    /// <summary>The deployment that the request is to make; a repeat names the same.</summary>
    public DeploymentRef Of(HttpRequest request, Service service) => new(ServiceRef.Of(service), request.NextId(), request.AskedAt(time));

    /// <summary>What an earlier try of the request has made; its orchestration was started before. Null: nothing.</summary>
    public Task<Deployment?> Made(DeploymentRef deployment, CancellationToken cancellation) => deployments.Find(deployment, cancellation);

    public async Task<Deployment> Start(DurableTaskClient client, DeploymentRef deployment, string? commit, bool clearCache, CancellationToken cancellation)
    {
        // The orchestration first, under the deployment's id; both it and this insert the row if it is absent (DESIGN 5).
        var input = new DeployServiceInput(deployment, DeploymentTrigger.Manual, commit, ClearCache: clearCache);
        await client.StartUnlessEnded(nameof(DeployService), input, deployment.Id.ToString(), cancellation);
        await List(deployment, cancellation);
        return await deployments.Add(deployment, new DeploymentRequest(input.Trigger, input.Commit, ClearCache: input.ClearCache), cancellation);
    }

    /// <summary>Lists its operation, which the answer names, before the orchestration comes to it.</summary>
    public Task List(DeploymentRef deployment, CancellationToken cancellation) => operations.Begin(
        deployment.Service.OrgId, new(deployment.Id.ToString(), CancelOperation.Deployment, "service", deployment.Service.Service, deployment.Service.Project, deployment.CreatedAt), cancellation);
}
