using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Services;
using ClickDeploy.Variables;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Variables;

public sealed class CreateVariable(VariableWrites writes)
{
    [Function(nameof(CreateVariable)), Needs(Role.Developer)]
    [Answers(201, typeof(VariableSnapshot))]
    [Refuses("key_taken", "deleting", "limit_reached")]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Api.Base + "/services/{id}/env")] HttpRequest request, string id, CancellationToken cancellation)
    {
        if (!(await writes.Find(request, id, cancellation)).Succeeded(out var service, out var problem)
            || !(await RequestBody.Read(request, VariableFields.ReadNew, VariableFields.Check, cancellation)).Succeeded(out var added, out problem))
        {
            return problem;
        }

        return await writes.Edit(request, service, present => VariableEdits.Add(present, added), set => Answer(service.Value, set.Find(added.Key)!, set), cancellation);
    }

    internal static void DescribeBody(Fields body) => VariableFields.ReadNew(body);

    private static IResult Answer(Service service, Variable made, VariableSet set) => Reply.Created(Api.Path("services", service.Id, "env"), VariableSnapshot.Of(made), VariableTags.Of(set.Revision));
}
