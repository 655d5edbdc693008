using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Functions.Variables;
using ClickDeploy.Variables;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Links;

/// <summary>Removes the variable that the link is.</summary>
public sealed class DeleteLink(VariableWrites writes)
{
    [Function(nameof(DeleteLink)), Needs(Role.Developer)]
    [Answers(204)]
    [Refuses("deleting")]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Api.Base + "/links/{id}")] HttpRequest request, string id, CancellationToken cancellation)
    {
        if (!LinkId.TryParse(id, out var link))
        {
            return Problem.NotFound("link");
        }

        return (await writes.Find(request, link.Service.ToString(), cancellation)).Succeeded(out var service, out var problem)
            ? await writes.Edit(request, service, present => VariableEdits.Unlink(present, link.Key), _ => Reply.NoContent(), cancellation)
            : problem;
    }
}
