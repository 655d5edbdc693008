using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.Idempotency;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Functions.Projects;
using ClickDeploy.Functions.Services;
using ClickDeploy.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Functions.Deployments;

/// <summary><c>POST /projects/{id}/deploy</c>: every service with changes; those that others are linked to are started first.</summary>
public sealed class StartProjectDeployment(ProjectLookup lookup, ServiceView view, ServiceStore services, DeploymentRequests deployments)
{
    [Function(nameof(StartProjectDeployment))]
    [Needs(Role.Developer)]
    [Answers(202, typeof(ProjectDeployments))]
    [Refuses("nothing_to_deploy", "not_configured", "deleting")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Api.Base + "/projects/{id}/deploy")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var body = await RequestBody.ReadOptional(request, _ => true, null, cancellation);
        if (!body.Succeeded(out _, out var problem)
            || !(await lookup.FindToChange(request, id, cancellation)).Succeeded(out var project, out problem)
            || !(await request.Decide(() => Choose(request, project.Value.Org, project.Value.Id, cancellation), cancellation)).Succeeded(out var chosen, out problem))
        {
            return problem;
        }

        // From here it is all of them or, at worst, a repeat that finds them: somebody who closes the page after the click asked for the whole project.
        var whole = CancellationToken.None;
        var started = new List<DeploymentSnapshot>();
        foreach (var deployment in chosen)
        {
            // One that was deleted since needs none.
            if (await services.Find(project.Value.Org, deployment.Service.ServiceId, whole) is { Value.Deleting: false })
            {
                started.Add(DeploymentSnapshot.Of(await deployments.Start(client, deployment, commit: null, clearCache: false, whole)));
            }
        }

        return Reply.Accepted(Api.Path("projects", project.Value.Id), new ProjectDeployments(started));
    }

    private async Task<Read<List<DeploymentRef>>> Choose(HttpRequest request, OrgId org, ProjectId project, CancellationToken cancellation)
    {
        var looks = await view.Look(org, project, cancellation);
        var changed = DeploymentOrder.Of([.. looks.Where(look => look.IsChanged)]);
        return changed.Count > 0 ? changed.Select(look => deployments.Of(request, look.Spec)).ToList() : Refusal(looks);
    }

    private static Problem Refusal(ServiceLook[] looks) => looks.Where(look => look.Spec.GitSource is null).Select(look => look.Spec.Name).ToList() switch
    {
        _ when looks.Length == 0 => Problem.Conflict("nothing_to_deploy", "The project has no services. Add one first."),
        { Count: > 0 } unset => Problem.Conflict("not_configured", $"Nothing can be deployed: {string.Join(", ", unset)} {(unset.Count == 1 ? "has" : "have")} no source, and nothing else has changed. Set a repository in Source."),
        _ => Problem.Conflict("nothing_to_deploy", "Everything is deployed as it is set: nothing has changed since. Deploy a single service to build it anew."),
    };
}

/// <summary>What was started, in that order.</summary>
public sealed record ProjectDeployments(IReadOnlyList<DeploymentSnapshot> Deployments);
