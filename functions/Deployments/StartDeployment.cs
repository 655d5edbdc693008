using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Orchestrations.Deployments;
using ClickDeploy.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Functions.Deployments;

/// <summary><c>POST /services/{id}/deploy</c>.</summary>
public sealed class StartDeployment(ServiceStore services, DeploymentStore deployments, TimeProvider time)
{
    [Function(nameof(StartDeployment))]
    [Needs(Role.Developer)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Api.Base + "/services/{id:guid}/deploy")] HttpRequest request,
        Guid id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var body = await RequestBody.ReadOptional(request, DeployRequest.Read, DeployRequest.Check, cancellation);
        if (!body.Succeeded(out var wanted, out var problem))
        {
            return problem;
        }

        if (await services.Find(CurrentUser.Of(request).Org, new ServiceId(id), cancellation) is not { Value: var service })
        {
            return Problem.NotFound("service");
        }

        if (Refusal(service) is { } refusal)
        {
            return refusal;
        }

        // The orchestration first, under the deployment's id; both it and this insert the row if it is absent (DESIGN 5).
        var deployment = new DeploymentRef(ServiceRef.Of(service), Guid.CreateVersion7(), time.GetUtcNow());
        var input = new DeployServiceInput(deployment, DeploymentTrigger.Manual, wanted.CommitSha);
        await client.ScheduleNewOrchestrationInstanceAsync(nameof(DeployService), input, new StartOrchestrationOptions(deployment.Id.ToString()), cancellation);
        var added = await deployments.Add(deployment, input.Trigger, input.Commit, cancellation);
        return Reply.Accepted(Api.Path("deployments", deployment.Id), DeploymentSnapshot.Of(added));
    }

    private static Problem? Refusal(Service service) => service switch
    {
        { Deleting: true } => Problem.Conflict("deleting", "The service is being deleted, so it cannot be deployed."),
        { GitSource: null } => Problem.Conflict("not_configured", "The service has no source. Set git_source.url to a repository first."),
        _ => null,
    };

    private sealed record DeployRequest(string? CommitSha)
    {
        public static DeployRequest Read(Fields fields)
        {
            fields.Boolean("clear_cache", false);
            return new(fields.TextOrNull("commit_sha", null));
        }

        public static IEnumerable<FieldFault> Check(DeployRequest request)
        {
            if (request.CommitSha is { } sha && (sha.Length is not (40 or 64) || !sha.All(char.IsAsciiHexDigitLower)))
            {
                yield return new("commit_sha", "invalid_commit", "'commit_sha' must be a whole commit id: 40 or 64 hexadecimal digits in lower case.");
            }
        }
    }
}
