using ClickDeploy.Clients.Git;
using ClickDeploy.Secrets;
using ClickDeploy.Services;

namespace ClickDeploy.Inspections;

/// <summary>The token that a private repository is looked at with: sealed in the inspection's row until the look is over. It opens for this inspection and its host only.</summary>
public sealed class InspectionTokens(GitTokens tokens)
{
    /// <summary>The inspection with the token sealed that was sent with it, else with the one of <paramref name="service"/>, if that is for the same host.</summary>
    public async Task<Inspection> Seal(Inspection inspection, Service? service, CancellationToken cancellation = default)
    {
        var asked = inspection.Source;
        var kept = asked.NewToken is null && service?.GitSource?.Origin is { } origin && origin == asked.Origin ? await tokens.Open(service, cancellation) : null;
        var source = await tokens.Seal(inspection.Ref.OrgId, Owner(inspection.Ref), kept is null ? asked : asked with { NewToken = kept }, cancellation);
        return inspection with { Source = source, WithToken = source.SealedToken is not null };
    }

    /// <summary>With what the source is fetched; null: it is open to all.</summary>
    public async Task<GitCredential?> Open(Inspection inspection, CancellationToken cancellation = default) =>
        await tokens.Open(inspection.Ref.OrgId, Owner(inspection.Ref), inspection.Source, cancellation) is { } token ? new(token) : null;

    /// <summary>What Git wrote, without the token: a host may say it again.</summary>
    public async Task<string> Hide(Inspection inspection, string output, CancellationToken cancellation = default) =>
        await Open(inspection, cancellation) is { Token: { } token } ? SecretMask.Of([token]).Text(output, cutOff: true) : output;

    private static string Owner(InspectionRef inspection) => $"inspection|{inspection.Id:D}";
}
