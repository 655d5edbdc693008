using ClickDeploy.Core;
using ClickDeploy.Functions.Http;
using ClickDeploy.Variables;

namespace ClickDeploy.Functions.Links;

/// <summary>Reads links out of bodies.</summary>
internal static class LinkFields
{
    internal sealed record Asked(ServiceId Source, ServiceId Target, string? Key, LinkType Type);

    public static Asked Read(Fields body)
    {
        body.Require("source");
        body.Require("target");
        var asked = new Asked(Node(body, "source"), Node(body, "target"), body.TextOrNull("key", null, VariableRules.KeyRule), body.Choice("link_type", LinkType.InternalUrl));
        if (asked.Source == asked.Target && asked.Source != default)
        {
            body.Refuse("target", "same_node", "is the source itself. Choose another service.");
        }

        return asked;
    }

    public static IEnumerable<FieldFault> Check(Asked asked) => asked.Key is { } key ? VariableRules.Key("key", key) : [];

    /// <summary>The link of a variable's body; null: it has a value of its own, or stays as it is.</summary>
    public static VariableLink? ReadOfVariable(Fields body)
    {
        var (text, type) = (body.TextOrNull("linked_service_id", null, RouteId.Rule), body.Choice("link_type", LinkType.InternalUrl));
        if (text is null)
        {
            if (body.Has("link_type"))
            {
                body.Refuse("link_type", "without_link", "says which part of a service's address is meant. Send linked_service_id with it, or leave it out.");
            }

            return null;
        }

        if (body.Has("value"))
        {
            body.Refuse("value", "linked", "comes from the service in linked_service_id. Send one of the two.");
        }

        if (RouteId.TryParse(text, out var id))
        {
            return new(new(id), type);
        }

        body.Refuse("linked_service_id", "invalid_id", "is no id. Send the service's UUID.");
        return null;
    }

    /// <summary>What the variable is called where nobody says: <c>API_URL</c>.</summary>
    public static string KeyFor(string service, LinkType type) => service.ToUpperInvariant().Replace('-', '_') + type switch
    {
        LinkType.Host => "_HOST",
        LinkType.Port => "_PORT",
        _ => "_URL",
    };

    private static ServiceId Node(Fields body, string name)
    {
        var text = body.Text(name, "", RouteId.Rule);
        if (RouteId.TryParse(text, out var id))
        {
            return new(id);
        }

        if (text.Length > 0 || body.Has(name))
        {
            body.Refuse(name, "invalid_id", "is no id. Send the node's UUID.");
        }

        return default;
    }
}
