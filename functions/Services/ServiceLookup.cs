using ClickDeploy.Core;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.Projects;
using ClickDeploy.Services;
using Microsoft.AspNetCore.Http;

namespace ClickDeploy.Functions.Services;

/// <summary>Finds the service of a route for the user who asks; whatever is wrong with it is a 404.</summary>
public sealed class ServiceLookup(ServiceStore services)
{
    public async Task<Read<Versioned<Service>>> Find(HttpRequest request, string id, CancellationToken cancellation) =>
        RouteId.TryParse(id, out var value)
        && await services.Find(CurrentUser.Of(request).Org, new(value), cancellation) is { } found
        && ProjectLookup.Fits(request, found.Value.Project)
            ? found
            : Problem.NotFound("service");

    /// <summary>The same, for a write: a service that is being deleted takes none.</summary>
    public async Task<Read<Versioned<Service>>> FindToChange(HttpRequest request, string id, CancellationToken cancellation) =>
        (await Find(request, id, cancellation)).Succeeded(out var found, out var problem) ? (found.Value.Deleting ? Deleting() : found) : problem;

    public static Problem Deleting() => Problem.Conflict("deleting", "The service is being deleted: it can neither be changed nor deployed. Make a new one.");
}
