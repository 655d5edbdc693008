using Microsoft.AspNetCore.Routing.Patterns;

namespace ClickDeploy.SelfHost.Http;

/// <summary>Two functions that the same request would fit equally well.</summary>
internal static class RouteCollisions
{
    public static void Refuse(IReadOnlyList<HttpFunction> functions, List<string> problems)
    {
        foreach (var group in functions.GroupBy(function => Shape(function.Route), StringComparer.OrdinalIgnoreCase))
        {
            var same = group.ToList();
            for (var first = 0; first < same.Count; first++)
            {
                for (var second = first + 1; second < same.Count; second++)
                {
                    if (Shared(same[first].Methods, same[second].Methods) is { } methods)
                    {
                        problems.Add($"{same[first].Place} and {same[second].Place} both answer {methods} /{same[first].Route.RawText!.Trim('/')}: change the route or the methods of one.");
                    }
                }
            }
        }
    }

    /// <summary>The route without the names of its parameters: these make no difference to what it matches.</summary>
    public static string Shape(RoutePattern route) => string.Join('/', route.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternParameterPart parameter => "{" + (parameter.IsCatchAll ? "*" : "") + (parameter.IsOptional ? "?" : "")
            + string.Concat(parameter.ParameterPolicies.Select(policy => ":" + policy.Content)) + "}",
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        _ => part.ToString(),
    }))));

    private static string? Shared(IReadOnlyList<string> first, IReadOnlyList<string> second)
    {
        if (first.Count == 0 || second.Count == 0)
        {
            var named = first.Count == 0 ? second : first;
            return named.Count == 0 ? "every method of" : string.Join(", ", named);
        }

        var shared = first.Intersect(second).ToList();
        return shared.Count == 0 ? null : string.Join(", ", shared);
    }
}
