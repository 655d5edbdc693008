using System.Diagnostics.CodeAnalysis;
using ClickDeploy.Core;
using ClickDeploy.Functions.Http;

namespace ClickDeploy.Functions.Links;

/// <summary>A link of a variable is that variable and no object of its own: its id names the service and the key, <c>{service}.{key}</c>.</summary>
internal sealed record LinkId(ServiceId Service, string Key)
{
    private const int ServiceLength = 36;

    public static string Of(ServiceId service, string key) => $"{service}.{key}";

    public static bool TryParse(string text, [NotNullWhen(true)] out LinkId? id)
    {
        id = text.Length > ServiceLength + 1 && text[ServiceLength] == '.' && RouteId.TryParse(text[..ServiceLength], out var service) ? new(new(service), text[(ServiceLength + 1)..]) : null;
        return id is not null;
    }
}
