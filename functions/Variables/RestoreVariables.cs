using System.Globalization;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Services;
using ClickDeploy.Variables;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Variables;

/// <summary>Brings the variables of an earlier revision back, as a new one.</summary>
public sealed class RestoreVariables(VariableStore variables, VariableWrites writes)
{
    [Function(nameof(RestoreVariables)), Needs(Role.Developer)]
    [Answers(200, typeof(VariableListSnapshot))]
    [Refuses("deleting", "limit_reached")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Api.Base + "/services/{id}/env/revisions/{n}/restore")] HttpRequest request,
        string id,
        string n,
        CancellationToken cancellation)
    {
        if (!(await writes.Find(request, id, cancellation)).Succeeded(out var service, out var problem))
        {
            return problem;
        }

        return int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && await variables.Read(ServiceRef.Of(service.Value), number, cancellation) is { } before
            ? await writes.Edit(request, service, _ => VariableEdits.Restore(before), cancellation)
            : Problem.NotFound("revision of variables");
    }
}
