using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Variables;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Variables;

public sealed class CreateVariable(VariableWrites writes)
{
    [Function(nameof(CreateVariable)), Needs(Role.Developer)]
    [Answers(201, typeof(VariableSnapshot))]
    [Refuses("key_taken", "deleting", "limit_reached")]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Api.Base + "/services/{id}/env")] HttpRequest request, string id, CancellationToken cancellation) =>
        (await RequestBody.Read(request, VariableFields.ReadNew, VariableFields.Check, cancellation)).Succeeded(out var added, out var problem)
            ? await writes.Edit(
                request,
                id,
                present => VariableEdits.Add(present, added),
                (service, set) => Reply.Created(Api.Path("services", service.Id, "env"), VariableSnapshot.Of(set.Find(added.Key)!), VariableTags.Of(set.Revision)),
                cancellation)
            : problem;

    internal static void DescribeBody(Fields body) => VariableFields.ReadNew(body);
}
