using System.Globalization;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Functions.Services;
using ClickDeploy.Services;
using ClickDeploy.Variables;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Variables;

/// <summary>Who changed which names when, newest first.</summary>
public sealed class ListVariableRevisions(ServiceLookup lookup, VariableStore variables, Cursors cursors)
{
    [Function(nameof(ListVariableRevisions)), Needs(Role.Viewer)]
    [Query("limit", Page.LimitRule), Query("cursor", Page.CursorRule)]
    [Answers(200, typeof(PageReply<VariableRevisionSnapshot>))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Api.Base + "/services/{id}/env/revisions")] HttpRequest request, string id, CancellationToken cancellation)
    {
        if (!(await lookup.Find(request, id, cancellation)).Succeeded(out var service, out var problem)
            || !Page.Of(request, cursors, $"env-revisions|{service.Value.Org}|{service.Value.Id}").Succeeded(out var page, out problem))
        {
            return problem;
        }

        var before = page.After is { } after ? int.Parse(after, CultureInfo.InvariantCulture) : (int?)null;
        var found = new List<VariableRevision>();
        await foreach (var revision in variables.List(ServiceRef.Of(service.Value), before, page.Limit + 1, cancellation))
        {
            found.Add(revision);
        }

        var (items, next) = page.Cut(found, revision => revision.Number.ToString(CultureInfo.InvariantCulture));
        return Reply.Ok(new PageReply<VariableRevisionSnapshot>([.. items.Select(VariableRevisionSnapshot.Of)], next));
    }
}
