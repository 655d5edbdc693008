using System.Text;
using ClickDeploy.Core;
using ClickDeploy.Secrets;

namespace ClickDeploy.Services;

/// <summary>Tokens of private repositories. One is sealed for its service and its host: whoever changes the address to another host has to send one for that.</summary>
public sealed class GitTokens(SecretBox box)
{
    /// <summary>The service with the token that was sent with it sealed.</summary>
    public async Task<Service> Seal(Service service, CancellationToken cancellation = default)
    {
        if (service.GitSource is not { NewToken: { } token, Origin: { } origin } source)
        {
            return service;
        }

        var closed = await box.Seal(service.Org, Place(service, origin), Encoding.UTF8.GetBytes(token.Reveal()), cancellation);
        return service with { GitSource = source with { SealedToken = Convert.ToBase64String(closed), NewToken = null } };
    }

    /// <summary>Null: the service has none.</summary>
    public async Task<Sensitive<string>?> Open(Service service, CancellationToken cancellation = default) =>
        service.GitSource is { SealedToken: { } token, Origin: { } origin }
            ? new(Encoding.UTF8.GetString(await box.Open(service.Org, Place(service, origin), Convert.FromBase64String(token), cancellation)))
            : null;

    private static string Place(Service service, string origin) => $"git-token|{service.Id}|{origin}";
}
