using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Variables;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Variables;

/// <summary>A .env file as <c>text/plain</c>: all of it or, with every line's fault told, nothing. Variables that it does not name stay.</summary>
public sealed class ImportVariables(VariableWrites writes)
{
    private const int Limit = 256 << 10;

    [Function(nameof(ImportVariables)), Needs(Role.Developer)]
    [TextBody]
    [Answers(200, typeof(VariableListSnapshot))]
    [Refuses("deleting", "limit_reached")]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Api.Base + "/services/{id}/env/import")] HttpRequest request, string id, CancellationToken cancellation)
    {
        if (!(await writes.Find(request, id, cancellation)).Succeeded(out var service, out var problem)
            || !(await RequestBody.ReadText(request, Limit, cancellation)).Succeeded(out var text, out problem))
        {
            return problem;
        }

        var (wanted, faults) = DotEnv.Read(text);
        return faults.Count > 0
            ? Problem.Invalid(faults)
            : await writes.Edit(request, service, present => VariableEdits.Set(present, wanted, replace: false), cancellation);
    }
}
