using System.Text;
using ClickDeploy.Core;
using ClickDeploy.Secrets;

namespace ClickDeploy.Services;

/// <summary>Tokens of private repositories. One is sealed for its owner (a service, an inspection) and its host: whoever changes the address to another host has to send one for that.</summary>
public sealed class GitTokens(SecretBox box)
{
    /// <summary>The service with the token that was sent with it sealed.</summary>
    public async Task<Service> Seal(Service service, CancellationToken cancellation = default) =>
        service with { GitSource = service.GitSource is { } source ? await Seal(service.Org, service.Id.ToString(), source, cancellation) : null };

    /// <summary>The same for a source that is no service's.</summary>
    public async Task<GitSource> Seal(OrgId org, string owner, GitSource source, CancellationToken cancellation = default)
    {
        if (source is not { NewToken: { } token, Origin: { } origin })
        {
            return source;
        }

        var closed = await box.Seal(org, Place(owner, origin), Encoding.UTF8.GetBytes(token.Reveal()), cancellation);
        return source with { SealedToken = Convert.ToBase64String(closed), NewToken = null };
    }

    /// <summary>Null: the service has none.</summary>
    public async Task<Sensitive<string>?> Open(Service service, CancellationToken cancellation = default) =>
        service.GitSource is { } source ? await Open(service.Org, service.Id.ToString(), source, cancellation) : null;

    /// <summary>Null: the source has none.</summary>
    public async Task<Sensitive<string>?> Open(OrgId org, string owner, GitSource source, CancellationToken cancellation = default) =>
        source is { SealedToken: { } token, Origin: { } origin }
            ? new(Encoding.UTF8.GetString(await box.Open(org, Place(owner, origin), Convert.FromBase64String(token), cancellation)))
            : null;

    /// <summary>The source with its token sealed with the present key; null: it has none, or it is.</summary>
    public async Task<GitSource?> Reseal(OrgId org, string owner, GitSource source, CancellationToken cancellation = default) =>
        source is { SealedToken: { } token, Origin: { } origin } && await box.Reseal(org, Place(owner, origin), Convert.FromBase64String(token), cancellation) is { } anew
            ? source with { SealedToken = Convert.ToBase64String(anew) }
            : null;

    private static string Place(string owner, string origin) => $"git-token|{owner}|{origin}";
}
