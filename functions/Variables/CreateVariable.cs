using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.Links;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Variables;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Variables;

public sealed class CreateVariable(VariableWrites writes, LinkTargets targets)
{
    [Function(nameof(CreateVariable)), Needs(Role.Developer)]
    [Answers(201, typeof(VariableSnapshot))]
    [Refuses("key_taken", "deleting", "limit_reached")]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Api.Base + "/services/{id}/env")] HttpRequest request, string id, CancellationToken cancellation)
    {
        if (!(await writes.Find(request, id, cancellation)).Succeeded(out var service, out var problem)
            || !(await RequestBody.Read(request, VariableFields.ReadNew, VariableFields.Check, cancellation)).Succeeded(out var asked, out problem)
            || !(await targets.Resolve(service.Value, asked, "linked_service_id", cancellation)).Succeeded(out var added, out problem))
        {
            return problem;
        }

        return await writes.Edit(request, service, present => VariableEdits.Add(present, added), added.Key, (made, tag) => Reply.Created(Api.Path("services", service.Value.Id, "env"), made, tag), cancellation);
    }

    internal static void DescribeBody(Fields body) => VariableFields.ReadNew(body);
}
