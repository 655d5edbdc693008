using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Services;
using ClickDeploy.Variables;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Services;

/// <summary>
/// Back to what is deployed: all pending changes, or those that <c>{fields: []}</c> names as <c>pending_changes</c> does (<c>port</c>, <c>git_source.branch</c>,
/// <c>env.KEY</c> for a variable). A field without a pending change stays as it is.
/// </summary>
public sealed class DiscardChanges(ServiceLookup lookup, ServiceStateStore states, DeploymentStore deployments, ServiceStore services, VariableStore variables, ServiceView view, TimeProvider time)
{
    [Function(nameof(DiscardChanges)), Needs(Role.Developer)]
    [Answers(200, typeof(ServiceSnapshot))]
    [Refuses("not_deployed", "deleting")]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Api.Base + "/services/{id}/discard")] HttpRequest request, string id, CancellationToken cancellation)
    {
        var body = await RequestBody.ReadOptional(request, DiscardRequest.Read, DiscardRequest.Check, cancellation);
        while (true)
        {
            if (!body.Succeeded(out var wanted, out var problem) || !(await lookup.FindToChange(request, id, cancellation)).Succeeded(out var found, out problem))
            {
                return problem;
            }

            var saved = found.Value;
            var current = (await states.Find(ServiceRef.Of(saved), cancellation)).Current;
            if (ETags.IfMatchFails(request, found.ETag))
            {
                return Problem.Stale("service");
            }

            if (current is null || (await deployments.Find(saved.Org, current.Value, cancellation))?.Value is not { Config: { } config } deployed)
            {
                return Problem.Conflict("not_deployed", "Nothing of the service is deployed yet, so there is nothing to go back to. Change the fields themselves.");
            }

            var back = PendingChange.Discard(config, saved, wanted.Fields);
            var update = back == saved ? new ServiceUpdate.Updated(found) : await services.Update(back with { UpdatedAt = time.GetUtcNow() }, found.ETag, cancellation);
            if (update is ServiceUpdate.Updated { Service: var updated })
            {
                await DiscardVariables(CurrentUser.Of(request).Name, deployed, wanted.Fields, cancellation);
                return Reply.Ok(await view.Show(updated.Value, cancellation), updated.ETag);
            }
        }
    }

    internal static void DescribeBody(Fields body) => DiscardRequest.Read(body);

    private async Task DiscardVariables(string by, Deployment deployed, IReadOnlySet<string>? fields, CancellationToken cancellation)
    {
        var service = deployed.Ref.Service;
        if (await variables.Read(service, deployed.Variables ?? 0, cancellation) is not { } before)
        {
            return;
        }

        var keys = fields?.Where(field => field.StartsWith(PendingVariables.Prefix, StringComparison.Ordinal)).Select(field => field[PendingVariables.Prefix.Length..]).ToHashSet(StringComparer.Ordinal);
        if (keys is not { Count: 0 })
        {
            await variables.Change(service, by, null, present => keys is null ? VariableEdits.Restore(before) : VariableEdits.Restore(present, before, keys), cancellation);
        }
    }

    private sealed record DiscardRequest(IReadOnlySet<string>? Fields)
    {
        public static DiscardRequest Read(Fields body)
        {
            var fields = body.Texts("fields");
            return new(body.Has("fields") ? fields.ToHashSet(StringComparer.Ordinal) : null);
        }

        public static IEnumerable<FieldFault> Check(DiscardRequest request) =>
            (request.Fields ?? new HashSet<string>()).Where(field => !PendingChange.Fields.Contains(field) && !field.StartsWith(PendingVariables.Prefix, StringComparison.Ordinal)).Take(100).Select(field =>
                new FieldFault("fields", "unknown_field", $"'{Shown.Of(field)}' is no field of pending changes. There are: {string.Join(", ", PendingChange.Fields)} and env.KEY for the variable KEY."));
    }
}
