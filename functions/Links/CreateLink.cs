using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Functions.Projects;
using ClickDeploy.Functions.Variables;
using ClickDeploy.Services;
using ClickDeploy.Variables;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Links;

/// <summary><c>POST /projects/{id}/links</c>: a variable of the source whose value is the target's address. It waits for a deployment, like any other.</summary>
public sealed class CreateLink(ProjectLookup lookup, ServiceStore services, LinkTargets targets, VariableWrites writes)
{
    [Function(nameof(CreateLink)), Needs(Role.Developer)]
    [Answers(201, typeof(LinkSnapshot))]
    [Refuses("key_taken", "deleting", "limit_reached")]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Api.Base + "/projects/{id}/links")] HttpRequest request, string id, CancellationToken cancellation)
    {
        if (!(await lookup.FindToChange(request, id, cancellation)).Succeeded(out var project, out var problem)
            || !(await RequestBody.Read(request, LinkFields.Read, LinkFields.Check, cancellation)).Succeeded(out var asked, out problem))
        {
            return problem;
        }

        if (await services.Find(project.Value.Org, asked.Source, cancellation) is not { } source || source.Value.Project != project.Value.Id)
        {
            return Problem.Invalid("source", "unknown_service", "'source' names no service of this project. Send the id of the one that is to get the address.");
        }

        if (!(await targets.Resolve(source.Value, new(asked.Key ?? "", null, null, new(asked.Target, asked.Type)), "target", cancellation)).Succeeded(out var added, out problem))
        {
            return problem;
        }

        var variable = asked.Key is null ? added with { Key = LinkFields.KeyFor((await services.Find(project.Value.Org, asked.Target, cancellation))!.Value.Name, asked.Type) } : added;
        return await writes.Edit(request, source, present => VariableEdits.Add(present, variable), set => Answer(asked, set.Find(variable.Key)!, set.Revision), cancellation);
    }

    internal static void DescribeBody(Fields body) => LinkFields.Read(body);

    private static Reply Answer(LinkFields.Asked asked, Variable made, int revision)
    {
        var link = LinkSnapshot.Of(asked.Source, made.Key, made.Link ?? new(asked.Target, asked.Type));
        return Reply.Created(Api.Path("links", link.Id), link, VariableTags.Of(revision));
    }
}
