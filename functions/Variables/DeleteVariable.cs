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
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Api.Base + "/services/{id}/env/{key}")] HttpRequest request, string id, string key, CancellationToken cancellation) =>
        writes.Edit(request, id, present => VariableEdits.Remove(present, key), (_, _) => Reply.NoContent(), cancellation);
}
