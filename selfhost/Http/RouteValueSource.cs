using System.Globalization;
using System.Reflection;
using ClickDeploy.SelfHost.Functions;
using Microsoft.AspNetCore.Routing.Patterns;

namespace ClickDeploy.SelfHost.Http;

/// <summary>Binds a parameter of a function from the route.</summary>
/// <remarks>A type other than string needs its constraint in the route: what does not fit is then a 404 and never fails inside the function.</remarks>
internal static class RouteValueSource
{
    private static readonly Dictionary<Type, (string Constraint, Func<string, object> Parse)> Types = new()
    {
        [typeof(int)] = ("int", static text => int.Parse(text, CultureInfo.InvariantCulture)),
        [typeof(long)] = ("long", static text => long.Parse(text, CultureInfo.InvariantCulture)),
        [typeof(bool)] = ("bool", static text => bool.Parse(text)),
        [typeof(Guid)] = ("guid", static text => Guid.Parse(text)),
    };

    public static ParameterSource? For(FoundFunction found, ParameterInfo parameter, RoutePatternParameterPart part, List<string> problems)
    {
        var name = part.Name;
        if (parameter.ParameterType == typeof(string))
        {
            var absent = parameter.HasDefaultValue ? parameter.DefaultValue : null;
            return invocation => invocation.Data.GetValueOrDefault(name) ?? absent;
        }

        var underlying = Nullable.GetUnderlyingType(parameter.ParameterType);
        if (!Types.TryGetValue(underlying ?? parameter.ParameterType, out var type))
        {
            problems.Add($"{found.Place}: the route parameter '{name}' is a {parameter.ParameterType.Name}: make it a string, int, long, bool or Guid.");
            return null;
        }

        if (!part.ParameterPolicies.Any(policy => policy.Content == type.Constraint))
        {
            problems.Add($"{found.Place}: the route parameter '{name}' is a {(underlying ?? parameter.ParameterType).Name}, but its route takes any text: write {{{name}:{type.Constraint}}}.");
            return null;
        }

        if (part.IsOptional && underlying is null && !parameter.HasDefaultValue)
        {
            problems.Add($"{found.Place}: the route parameter '{name}' may be absent: make it a {parameter.ParameterType.Name}? or give it a default value.");
            return null;
        }

        var otherwise = parameter.HasDefaultValue ? parameter.DefaultValue : null;
        return invocation => invocation.Data.GetValueOrDefault(name) is string text ? type.Parse(text) : otherwise;
    }
}
