using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Inspections;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Inspections;

/// <summary><c>GET /git/inspections/{id}</c>: what was found so far. With <c>?wait=25</c> it answers when all is found, or after so many seconds.</summary>
public sealed class GetInspection(InspectionStore inspections, InspectionWait wait)
{
    [Function(nameof(GetInspection)), Needs(Role.Developer)]
    [Query("wait", "Seconds to wait for the answer, 0 to 25.")]
    [Answers(200, typeof(InspectionSnapshot))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Api.Base + "/git/inspections/{id}")] HttpRequest request, string id, CancellationToken cancellation)
    {
        if (!InspectionWait.Asked(request, otherwise: 0).Succeeded(out var patience, out var problem))
        {
            return problem;
        }

        var reference = RouteId.TryParse(id, out var value) ? new InspectionRef(CurrentUser.Of(request).Org.Value, value) : null;
        return reference is not null && await inspections.Find(reference, cancellation) is { } inspection
            ? Reply.Ok(InspectionSnapshot.Of(inspection, await wait.For(reference, patience, cancellation)))
            : Problem.NotFound("inspection");
    }
}
