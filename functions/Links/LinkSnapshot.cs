using ClickDeploy.Core;
using ClickDeploy.Functions.Services;
using ClickDeploy.Variables;

namespace ClickDeploy.Functions.Links;

/// <summary>
/// A line of the canvas. <paramref name="Source"/> uses what <paramref name="Target"/> offers: for a variable, the service that has it and the service that its
/// value comes from. <paramref name="Label"/>: the variable's key. There is one for each variable; a page may draw those between two nodes as one.
/// </summary>
public sealed record LinkSnapshot(string Id, LinkKind Kind, string Source, string Target, string Label)
{
    public static LinkSnapshot Of(ServiceId service, string key, VariableLink link) => new(LinkId.Of(service, key), LinkKind.Variable, service.ToString(), link.Service.ToString(), key);

    /// <summary>Those between these services. A service that links to itself has no line, nor has one whose other end was deleted.</summary>
    public static IReadOnlyList<LinkSnapshot> Between(IReadOnlyCollection<ServiceLook> services)
    {
        var present = services.Select(look => look.Service.Id).ToHashSet();
        return
        [
            .. from look in services
               from entry in look.Variables.Variables
               let link = entry.Link
               where link is not null && link.Service != look.Service.Id && present.Contains(link.Service)
               select Of(look.Service.Id, entry.Key, link),
        ];
    }
}

public enum LinkKind
{
    Variable,
}
