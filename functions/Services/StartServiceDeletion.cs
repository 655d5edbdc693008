using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Functions.Operations;
using ClickDeploy.Orchestrations.Cleanup;
using ClickDeploy.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Functions.Services;

/// <summary>Marks the service, then starts what removes it with everything that belongs to it. A repeat finds both done.</summary>
public sealed class StartServiceDeletion(ServiceLookup lookup, ServiceStore services, ServiceView view)
{
    [Function(nameof(StartServiceDeletion)), Needs(Role.Owner)]
    [Answers(202, typeof(ServiceSnapshot))]
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

        if (ETags.IfMatchFails(request, found.ETag))
        {
            return Problem.Stale("service");
        }

        if (await services.MarkDeleting(found.Value.Org, found.Value.Id, cancellation) is not { } service)
        {
            return Problem.NotFound("service");
        }

        await client.StartOnce(nameof(DeleteService), ServiceRef.Of(service), $"delete-{service.Id}", cancellation);
        return Reply.Accepted(Api.Path("services", service.Id), await view.Show(service, cancellation));
    }
}
