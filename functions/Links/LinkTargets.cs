using ClickDeploy.Core;
using ClickDeploy.Functions.Http;
using ClickDeploy.Links;
using ClickDeploy.Services;
using ClickDeploy.Variables;

namespace ClickDeploy.Functions.Links;

/// <summary>What a variable may be linked to: services of the same project that have an address.</summary>
public sealed class LinkTargets(ServiceStore services, LinkValues links, VariableStore variables)
{
    /// <summary>The variable with what its link is worth now; one without a link as it is.</summary>
    public async Task<Read<VariableInput>> Resolve(Service service, VariableInput variable, string field, CancellationToken cancellation)
    {
        if (variable.Link is not { } link)
        {
            return variable;
        }

        if (await services.Find(service.Org, link.Service, cancellation) is not { Value: { Deleting: false } target } || target.Project != service.Project)
        {
            return Problem.Invalid(field, "unknown_service", $"'{field}' names no service of this project. Send the id of one of them.");
        }

        return target.Port is null
            ? Problem.Invalid(field, "no_address", $"'{target.Name}' is a worker: it listens on no port and has no address. Give it a port first, or link to another service.")
            : variable with { Value = new(await links.Look(service.Org, link, cancellation) is LinkValue.Known known ? known.Text : "") };
    }

    /// <summary>The variables of other services of its project that are linked to this one, as <c>web.API_URL</c>.</summary>
    public async Task<IReadOnlyList<string>> LinkedTo(Service service, CancellationToken cancellation)
    {
        var users = new List<string>();
        foreach (var other in (await services.List(service.Org, service.Project, cancellation)).Where(other => other.Id != service.Id && !other.Deleting))
        {
            var newest = await variables.Newest(ServiceRef.Of(other), cancellation);
            users.AddRange(newest.Variables.Where(entry => entry.Link?.Service == service.Id).Select(entry => $"{other.Name}.{entry.Key}"));
        }

        return users;
    }
}
