using ClickDeploy.Core;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Deployments;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.Idempotency;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Projects;
using ClickDeploy.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Functions.Services;

/// <summary>
/// Fields that are absent stay; what is changed waits for a deployment, or is deployed at once with <c>?deploy=true</c>. Without <c>If-Match</c> a change goes on top
/// of whatever was written meanwhile; a repeat that finds its change made has been right before.
/// </summary>
public sealed class ChangeService(ServiceLookup lookup, ProjectStore projects, ServiceStore services, DeploymentRequests deployments, GitTokens tokens, ServiceView view, TimeProvider time)
{
    [Function(nameof(ChangeService)), Needs(Role.Developer)]
    [Query("deploy", "true: save and deploy.")]
    [Answers(200, typeof(ServiceSnapshot)), Answers(202, typeof(ServiceSnapshot))]
    [Refuses("name_taken", "deleting", "not_configured")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = Api.Base + "/services/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        if (!ReadDeploy(request).Succeeded(out var deploy, out var unclear))
        {
            return unclear;
        }

        var body = await RequestBody.ReadJson(request, cancellation);
        for (var tries = new Tries($"Service {id}"); ; tries.Again())
        {
            if (!(await lookup.FindToChange(request, id, cancellation)).Succeeded(out var found, out var problem) || !body.Succeeded(out var json, out problem))
            {
                return problem;
            }

            var target = (await projects.Find(found.Value.Org, found.Value.Project, cancellation))?.Value.Target ?? "";
            var thisMachine = RequestOrigin.IsThisMachine(request.HttpContext);
            if (!Fields.Read(json, fields => ServiceFields.ReadChange(fields, found.Value), service => ServiceRules.Check(service, target, thisMachine)).Succeeded(out var changed, out problem))
            {
                return problem;
            }

            if (!await request.IfMatchHolds(found.ETag, isDone: WithoutToken(changed) == WithoutToken(found.Value), cancellation))
            {
                return Problem.Stale("service");
            }

            if (deploy && DeploymentRequests.Refuses(changed) is { } refusal)
            {
                return refusal;
            }

            var update = changed == found.Value ? new ServiceUpdate.Updated(found) : await services.Update(await tokens.Seal(changed, cancellation) with { UpdatedAt = time.GetUtcNow() }, found.ETag, cancellation);
            switch (update)
            {
                case ServiceUpdate.Updated { Service: var updated }:
                    return deploy ? await Deploy(request, client, updated.Value, cancellation) : Reply.Ok(await view.Show(updated.Value, cancellation), updated.ETag);
                case ServiceUpdate.NameTaken:
                    return CreateService.NameTaken(changed.Name);
            }
        }
    }

    internal static void DescribeBody(Fields body) => ServiceFields.ReadChange(body, ServiceFields.Any);

    // What a token was sealed to is another each time.
    private static Service WithoutToken(Service service) => service.GitSource is { } source ? service with { GitSource = source with { NewToken = null, SealedToken = null } } : service;

    private async Task<IResult> Deploy(HttpRequest request, DurableTaskClient client, Service service, CancellationToken cancellation)
    {
        var deployment = await deployments.Start(client, deployments.Of(request, service), commit: null, clearCache: false, cancellation);
        return Reply.Accepted(Api.Path("deployments", deployment.Ref.Id), await view.Show(service, cancellation));
    }

    private static Read<bool> ReadDeploy(HttpRequest request) => request.Query["deploy"] switch
    {
        { Count: 0 } or ["false"] => false,
        ["true"] => true,
        _ => Problem.Invalid("deploy", "wrong_type", "'deploy' is true or false. Leave it out to save without deploying."),
    };
}
