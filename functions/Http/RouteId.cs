using ClickDeploy.Core;

namespace ClickDeploy.Functions.Http;

/// <summary>Ids in addresses and bodies: UUIDs as we write them, in any case of letters.</summary>
public static class RouteId
{
    /// <summary>What a field that holds one may hold.</summary>
    public static FieldRule Rule { get; } = new(Format: "uuid");

    public static bool TryParse(string text, out Guid id) => Guid.TryParseExact(text, "D", out id);
}
