using ClickDeploy.SelfHost.Functions;
using Microsoft.AspNetCore.Routing.Patterns;

namespace ClickDeploy.SelfHost.Http;

/// <summary>A function with a route.</summary>
internal sealed record HttpFunction(Function Function, RoutePattern Route)
{
    /// <summary>Empty: every method.</summary>
    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>What routing itself acts upon.</summary>
    public required IReadOnlyList<object> Metadata { get; init; }

    public required string Place { get; init; }

    /// <summary>False where the method's type says that it never returns one.</summary>
    public required bool MayReturnActionResult { get; init; }
}
