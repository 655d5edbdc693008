using ClickDeploy.Core;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.Links;
using ClickDeploy.Variables;

namespace ClickDeploy.Functions.Variables;

/// <summary>Reads variables out of bodies.</summary>
internal static class VariableFields
{
    public static VariableInput ReadNew(Fields body)
    {
        body.Require("key");
        var link = LinkFields.ReadOfVariable(body);
        if (!body.Has("linked_service_id"))
        {
            body.Require("value");
        }

        return new(body.Text("key", "", VariableRules.KeyRule), new(body.Text("value", "", VariableRules.ValueRule)), ReadSecrecy(body), link);
    }

    /// <summary>Fields that are absent stay.</summary>
    public static VariableInput ReadChange(Fields body, string key)
    {
        var link = LinkFields.ReadOfVariable(body);
        var value = body.Has("value") ? new Sensitive<string>(body.Text("value", "", VariableRules.ValueRule)) : null;
        if (link is null && value is null && body.Has("linked_service_id"))
        {
            body.Refuse("value", "required", "is missing: without a link the variable needs one. Send it.");
        }

        return new(key, value, ReadSecrecy(body), link);
    }

    /// <summary>Of <c>{variables: {K: V}, replace?}</c>; a null keeps the value that is there, so that secrets, which nobody can read, need not be sent again.</summary>
    public static (IReadOnlyList<VariableInput> Variables, bool Replace) ReadMany(Fields body)
    {
        body.Require("variables");
        return ([.. body.TextMap("variables").Select(variable => new VariableInput(variable.Key, variable.Value is { } value ? new(value) : null))], body.Boolean("replace", false));
    }

    public static IEnumerable<FieldFault> Check(VariableInput variable) =>
        [.. VariableRules.Key("key", variable.Key), .. variable.Value is { } value ? VariableRules.Value("value", value.Reveal()) : []];

    public static IEnumerable<FieldFault> Check(IEnumerable<VariableInput> variables) => variables.SelectMany(variable =>
        VariableRules.Key(Place(variable), variable.Key).Concat(variable.Value is { } value ? VariableRules.Value(Place(variable), value.Reveal()) : []));

    private static bool? ReadSecrecy(Fields body) => body.Has("is_secret") ? body.Boolean("is_secret", true) : null;

    private static string Place(VariableInput variable) => $"variables.{Shown.Of(variable.Key)}";
}
