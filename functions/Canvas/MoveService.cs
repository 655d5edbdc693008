using ClickDeploy.Core;
using ClickDeploy.Functions.Audit;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Functions.Services;
using ClickDeploy.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Canvas;

public sealed class MoveService(ServiceLookup lookup, ServiceStore services)
{
    [Function(nameof(MoveService)), Needs(Role.Developer)]
    [Answers(200, typeof(CanvasPlace))]
    [NotAudited("A place on the canvas changes neither ETag nor updated_at.")]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = Api.Base + "/services/{id}/position")] HttpRequest request, string id, CancellationToken cancellation)
    {
        if (!(await lookup.Find(request, id, cancellation)).Succeeded(out var service, out var missing))
        {
            return missing;
        }

        var body = await RequestBody.Read(request, PositionFields.ReadRequired, check: null, cancellation);
        if (!body.Succeeded(out var position, out var problem))
        {
            return problem;
        }

        return await services.SetPositions(service.Value.Org, service.Value.Project, new Dictionary<ServiceId, CanvasPosition> { [service.Value.Id] = position }, cancellation)
            ? Reply.Ok(new CanvasPlace(position.X, position.Y))
            : Problem.NotFound("service");
    }

    internal static void DescribeBody(Fields body) => PositionFields.ReadRequired(body);
}

public sealed record CanvasPlace(int CanvasX, int CanvasY);
