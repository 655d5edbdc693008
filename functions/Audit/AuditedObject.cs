using ClickDeploy.Functions.Http;

namespace ClickDeploy.Functions.Audit;

/// <summary>What an address is about: <c>/services/{id}/env/KEY</c> is about the service.</summary>
internal static class AuditedObject
{
    public static (string? Kind, string? Id) Of(string? path)
    {
        var parts = (path ?? "").Replace("/" + Api.Base, "", StringComparison.OrdinalIgnoreCase).Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            [var kind, var id, ..] when RouteId.TryParse(id, out var known) => (Singular(kind), known.ToString("D")),
            [var kind, ..] => (Singular(kind), null),
            _ => (null, null),
        };
    }

    private static string Singular(string kind) => kind.ToLowerInvariant().TrimEnd('s');
}
