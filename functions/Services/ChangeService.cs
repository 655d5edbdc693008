using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Projects;
using ClickDeploy.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Services;

/// <summary>Fields that are absent stay; what is changed waits for a deployment. Without <c>If-Match</c> a change goes on top of whatever was written meanwhile.</summary>
public sealed class ChangeService(ServiceLookup lookup, ProjectStore projects, ServiceStore services, ServiceView view, TimeProvider time)
{
    [Function(nameof(ChangeService)), Needs(Role.Developer)]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = Api.Base + "/services/{id}")] HttpRequest request, string id, CancellationToken cancellation)
    {
        var body = await RequestBody.ReadJson(request, cancellation);
        while (true)
        {
            if (!(await lookup.FindToChange(request, id, cancellation)).Succeeded(out var found, out var problem) || !body.Succeeded(out var json, out problem))
            {
                return problem;
            }

            if (ETags.IfMatchFails(request, found.ETag))
            {
                return Problem.Stale("service");
            }

            var target = (await projects.Find(found.Value.Org, found.Value.Project, cancellation))?.Value.Target ?? "";
            var thisMachine = RequestOrigin.IsThisMachine(request.HttpContext);
            if (!Fields.Read(json, fields => ServiceFields.ReadChange(fields, found.Value), service => ServiceRules.Check(service, target, thisMachine)).Succeeded(out var changed, out problem))
            {
                return problem;
            }

            var update = changed == found.Value ? new ServiceUpdate.Updated(found) : await services.Update(changed with { UpdatedAt = time.GetUtcNow() }, found.ETag, cancellation);
            switch (update)
            {
                case ServiceUpdate.Updated { Service: var updated }:
                    return Reply.Ok(await view.Show(updated.Value, cancellation), updated.ETag);
                case ServiceUpdate.NameTaken:
                    return CreateService.NameTaken(changed.Name);
            }
        }
    }
}
