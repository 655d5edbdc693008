using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Variables;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Variables;

public sealed class DeleteVariable(VariableWrites writes)
{
    [Function(nameof(DeleteVariable)), Needs(Role.Developer)]
    [Answers(204)]
    [Refuses("deleting")]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Api.Base + "/services/{id}/env/{key}")] HttpRequest request, string id, string key, CancellationToken cancellation) =>
        (await writes.Find(request, id, cancellation)).Succeeded(out var service, out var problem)
            ? await writes.Edit(request, service, present => VariableEdits.Remove(present, key), _ => Reply.NoContent(), cancellation)
            : problem;
}
