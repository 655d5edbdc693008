using System.Text.RegularExpressions;
using ClickDeploy.Core;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Functions.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Functions.Deployments;

/// <summary><c>POST /services/{id}/deploy</c>.</summary>
public sealed partial class StartDeployment(ServiceLookup lookup, DeploymentRequests deployments)
{
    [Function(nameof(StartDeployment))]
    [Needs(Role.Developer)]
    [Answers(202, typeof(DeploymentSnapshot))]
    [Refuses("not_configured", "deleting")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Api.Base + "/services/{id}/deploy")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var body = await RequestBody.ReadOptional(request, DeployRequest.Read, DeployRequest.Check, cancellation);
        if (!body.Succeeded(out var wanted, out var problem))
        {
            return problem;
        }

        if (!(await lookup.FindToChange(request, id, cancellation)).Succeeded(out var found, out problem))
        {
            return problem;
        }

        var deployment = deployments.Of(request, found.Value);
        if (await deployments.Made(deployment, cancellation) is null && DeploymentRequests.Refuses(found.Value) is { } refusal)
        {
            return refusal;
        }

        var added = await deployments.Start(client, deployment, wanted.CommitSha, wanted.ClearCache, cancellation);
        return Reply.Accepted(Api.Path("deployments", added.Ref.Id), DeploymentSnapshot.Of(added));
    }

    internal static void DescribeBody(Fields body) => DeployRequest.Read(body);

    private sealed partial record DeployRequest(string? CommitSha, bool ClearCache)
    {
        private const string CommitShape = "[0-9a-f]{40}|[0-9a-f]{64}";

        public static DeployRequest Read(Fields fields) => new(fields.TextOrNull("commit_sha", null, new(CommitShape)), fields.Boolean("clear_cache", false));

        public static IEnumerable<FieldFault> Check(DeployRequest request)
        {
            if (request.CommitSha is { } sha && !CommitPattern().IsMatch(sha))
            {
                yield return new("commit_sha", "invalid_commit", "'commit_sha' must be a whole commit id: 40 or 64 hexadecimal digits in lower case.");
            }
        }

        [GeneratedRegex(@"\A(?:" + CommitShape + @")\z")]
        private static partial Regex CommitPattern();
    }
}
