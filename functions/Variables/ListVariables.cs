using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Functions.Services;
using ClickDeploy.Services;
using ClickDeploy.Variables;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Variables;

/// <summary>The variables by key.</summary>
public sealed class ListVariables(ServiceLookup lookup, VariableStore variables, VariableView view, Cursors cursors)
{
    [Function(nameof(ListVariables)), Needs(Role.Viewer)]
    [Query("limit", Page.LimitRule), Query("cursor", Page.CursorRule)]
    [Answers(200, typeof(VariableListSnapshot))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Api.Base + "/services/{id}/env")] HttpRequest request, string id, CancellationToken cancellation)
    {
        if (!(await lookup.Find(request, id, cancellation)).Succeeded(out var service, out var problem)
            || !Page.Of(request, cursors, $"env|{service.Value.Org}|{service.Value.Id}").Succeeded(out var page, out problem))
        {
            return problem;
        }

        var set = await variables.Read(ServiceRef.Of(service.Value), cancellation);
        var (items, next) = page.Cut(page.Slice(set.Variables, variable => variable.Key), variable => variable.Key);
        return Reply.Ok(new VariableListSnapshot(set.Revision, await view.Show(service.Value.Org, items, cancellation), next), VariableTags.Of(set.Revision));
    }
}
