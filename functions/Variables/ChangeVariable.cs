using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.Links;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Variables;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Variables;

public sealed class ChangeVariable(VariableWrites writes, LinkTargets targets)
{
    [Function(nameof(ChangeVariable)), Needs(Role.Developer)]
    [Answers(200, typeof(VariableSnapshot))]
    [Refuses("deleting", "limit_reached")]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = Api.Base + "/services/{id}/env/{key}")] HttpRequest request, string id, string key, CancellationToken cancellation)
    {
        if (!(await writes.Find(request, id, cancellation)).Succeeded(out var service, out var problem)
            || !(await RequestBody.Read(request, body => VariableFields.ReadChange(body, key), VariableFields.Check, cancellation)).Succeeded(out var asked, out problem)
            || !(await targets.Resolve(service.Value, asked, "linked_service_id", cancellation)).Succeeded(out var changed, out problem))
        {
            return problem;
        }

        return await writes.Edit(request, service, present => VariableEdits.Change(present, changed), key, (shown, tag) => Reply.Ok(shown, tag), cancellation);
    }

    internal static void DescribeBody(Fields body) => VariableFields.ReadChange(body, "");
}
