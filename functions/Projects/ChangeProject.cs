using ClickDeploy.Core;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.Idempotency;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Projects;

/// <summary>Fields that are absent stay. Without <c>If-Match</c> a change goes on top of whatever was written meanwhile; a repeat that finds its change made has been right before.</summary>
public sealed class ChangeProject(ProjectLookup lookup, ProjectStore projects, ProjectPlaces places, ProjectView view, TimeProvider time)
{
    [Function(nameof(ChangeProject)), Needs(Role.Developer)]
    [Answers(200, typeof(ProjectSnapshot))]
    [Refuses("deleting")]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = Api.Base + "/projects/{id}")] HttpRequest request, string id, CancellationToken cancellation)
    {
        var body = await RequestBody.ReadJson(request, cancellation);
        for (var tries = new Tries($"Project {id}"); ; tries.Again())
        {
            if (!(await lookup.FindToChange(request, id, cancellation)).Succeeded(out var found, out var problem) || !body.Succeeded(out var json, out problem))
            {
                return problem;
            }

            if (!Fields.Read(json, fields => ProjectFields.ReadChange(fields, found.Value), project => ProjectRules.Check(project, places)).Succeeded(out var changed, out problem))
            {
                return problem;
            }

            if (!await request.IfMatchHolds(found.ETag, isDone: changed == found.Value, cancellation))
            {
                return Problem.Stale("project");
            }

            var updated = changed == found.Value ? found : await projects.Update(changed with { UpdatedAt = time.GetUtcNow() }, found.ETag, cancellation);
            if (updated is not null)
            {
                return Reply.Ok(await view.Show(updated.Value, cancellation), updated.ETag);
            }
        }
    }

    internal static void DescribeBody(Fields body) => ProjectFields.ReadChange(body, ProjectFields.Any);
}
