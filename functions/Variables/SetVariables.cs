using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Variables;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Variables;

/// <summary>Many at once, as one revision. A null keeps the value that is there; <c>replace</c> removes those that are not named.</summary>
public sealed class SetVariables(VariableWrites writes)
{
    [Function(nameof(SetVariables)), Needs(Role.Developer)]
    [Answers(200, typeof(VariableListSnapshot))]
    [Refuses("deleting", "limit_reached")]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Api.Base + "/services/{id}/env/bulk")] HttpRequest request, string id, CancellationToken cancellation)
    {
        if (!(await writes.Find(request, id, cancellation)).Succeeded(out var service, out var problem)
            || !(await RequestBody.Read(request, VariableFields.ReadMany, many => VariableFields.Check(many.Variables), cancellation)).Succeeded(out var wanted, out problem))
        {
            return problem;
        }

        return await writes.Edit(request, service, present => VariableEdits.Set(present, wanted.Variables, wanted.Replace), cancellation);
    }

    internal static void DescribeBody(Fields body) => VariableFields.ReadMany(body);
}
