using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Functions.Operations;
using ClickDeploy.Orchestrations;
using ClickDeploy.Orchestrations.Cleanup;
using ClickDeploy.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Functions.Projects;

/// <summary>Marks the project, then starts what removes it with everything in it. A repeat finds both done.</summary>
public sealed class StartProjectDeletion(ProjectLookup lookup, ProjectStore projects, ProjectView view)
{
    [Function(nameof(StartProjectDeletion)), Needs(Role.Owner)]
    [Query("confirm", "The project's name.")]
    [Answers(202, typeof(ProjectSnapshot))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Api.Base + "/projects/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        if (!(await lookup.Find(request, id, cancellation)).Succeeded(out var found, out var missing))
        {
            return missing;
        }

        if (request.Query["confirm"] is not [{ } name] || name != found.Value.Name)
        {
            return Problem.Invalid("confirm", "not_confirmed", "Everything in the project will be deleted. Send its name as 'confirm' in the query to say that this is meant.");
        }

        if (!found.Value.Deleting && ETags.IfMatchFails(request, found.ETag))
        {
            return Problem.Stale("project");
        }

        if (await projects.MarkDeleting(found.Value.Org, found.Value.Id, cancellation) is not { } project)
        {
            return Problem.NotFound("project");
        }

        await client.StartOnce(nameof(DeleteProject), new DeleteProjectInput(project.Org.Value, project.Id.Value), $"delete-{project.Id}", cancellation);
        return Reply.Accepted(Api.Path("projects", project.Id), await view.Show(project, cancellation));
    }
}
