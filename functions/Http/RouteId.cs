namespace ClickDeploy.Functions.Http;

/// <summary>Ids in addresses and bodies: UUIDs as we write them, in any case of letters.</summary>
public static class RouteId
{
    public static bool TryParse(string text, out Guid id) => Guid.TryParseExact(text, "D", out id);
}
