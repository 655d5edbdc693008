using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Functions.Services;
using ClickDeploy.Services;
using ClickDeploy.Variables;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Variables;

/// <summary>What the application would get if it were deployed now, and where each value comes from.</summary>
public sealed class GetEffectiveVariables(ServiceLookup lookup, VariableStore variables, VariableView view)
{
    [Function(nameof(GetEffectiveVariables)), Needs(Role.Viewer)]
    [Answers(200, typeof(PageReply<EffectiveVariable>))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Api.Base + "/services/{id}/env/effective")] HttpRequest request, string id, CancellationToken cancellation)
    {
        if (!(await lookup.Find(request, id, cancellation)).Succeeded(out var service, out var missing))
        {
            return missing;
        }

        var set = await variables.Read(ServiceRef.Of(service.Value), cancellation);
        var own = (await view.Show(service.Value.Org, set.Variables, cancellation)).Select(variable => new EffectiveVariable(variable.Key, variable.Linked ? variable.Preview : variable.Value, variable.IsSecret, variable.Linked ? "link" : "service", null));
        var defaults = PlatformVariables.Defaults.Where(variable => set.Find(variable.Key) is null).Select(variable => new EffectiveVariable(variable.Key, variable.Value, false, "platform", null));
        EffectiveVariable[] port = service.Value.Port is null ? [] : [new(PlatformVariables.Port, null, false, "platform", "Chosen at each start: the application listens there.")];
        return Reply.Ok(new PageReply<EffectiveVariable>([.. own.Concat(defaults).Concat(port).OrderBy(variable => variable.Key, StringComparer.Ordinal)], null));
    }
}

/// <summary>A variable as a process gets it. <paramref name="Source"/>: <c>service</c>, what the user has set; <c>link</c>, the address of another service; <c>platform</c>, what holds otherwise.</summary>
public sealed record EffectiveVariable(string Key, string? Value, bool Masked, string Source, string? Note);
