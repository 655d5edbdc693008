using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Services;

public sealed class GetService(ServiceLookup lookup, ServiceView view)
{
    [Function(nameof(GetService)), Needs(Role.Viewer)]
    [Answers(200, typeof(ServiceSnapshot))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Api.Base + "/services/{id}")] HttpRequest request, string id, CancellationToken cancellation) =>
        (await lookup.Find(request, id, cancellation)).Succeeded(out var service, out var missing)
            ? Reply.Ok(await view.Show(service.Value, cancellation), service.ETag)
            : missing;
}
