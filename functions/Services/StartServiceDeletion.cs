using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.Links;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Functions.Operations;
using ClickDeploy.Orchestrations;
using ClickDeploy.Orchestrations.Cleanup;
using ClickDeploy.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Functions.Services;

/// <summary>Marks the service, then starts what removes it with everything that belongs to it. A repeat finds both done.</summary>
public sealed class StartServiceDeletion(ServiceLookup lookup, ServiceStore services, LinkTargets links, ServiceView view)
{
    [Function(nameof(StartServiceDeletion)), Needs(Role.Owner)]
    [Query("force", "true: also when other services are linked to it.")]
    [Answers(202, typeof(ServiceSnapshot))]
    [Refuses("linked")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Api.Base + "/services/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        if (!(await lookup.Find(request, id, cancellation)).Succeeded(out var found, out var missing))
        {
            return missing;
        }

        if (!found.Value.Deleting && ETags.IfMatchFails(request, found.ETag))
        {
            return Problem.Stale("service");
        }

        if (!found.Value.Deleting && request.Query["force"] is not ["true"] && await links.LinkedTo(found.Value, cancellation) is { Count: > 0 } users)
        {
            return Problem.Conflict("linked", $"Other services have its address: {string.Join(", ", users)}. Change those variables first, or send force=true; they keep the old address until they are deployed again, which then fails.");
        }

        if (await services.MarkDeleting(found.Value.Org, found.Value.Id, cancellation) is not { } service)
        {
            return Problem.NotFound("service");
        }

        await client.StartOnce(nameof(DeleteService), ServiceRef.Of(service), $"delete-{service.Id}", cancellation);
        return Reply.Accepted(Api.Path("services", service.Id), await view.Show(service, cancellation));
    }
}
