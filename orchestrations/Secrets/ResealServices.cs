using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Operations;
using ClickDeploy.Secrets;
using ClickDeploy.Services;
using ClickDeploy.Variables;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Orchestrations.Secrets;

/// <summary>Where the walk over all services has come to. <paramref name="Org"/>: null at the beginning. <paramref name="After"/>: the last service of it that is done.</summary>
public sealed record ResealFrom(string? Org, Guid? After);

/// <summary>Seals anew what belongs to the next services: their variables, their token, and the tokens that their deployments were made with. Answers where to go on; null: that was all.</summary>
public sealed class ResealServices(EncryptionKeys keys, OperationStore operations, ServiceStore services, DeploymentStore deployments, VariableStore variables, GitTokens tokens)
{
    private const int AtOnce = 20;

    [Function(nameof(ResealServices))]
    public async Task<ResealFrom?> Run([ActivityTrigger] ResealFrom from, CancellationToken cancellation)
    {
        var orgs = await Orgs(cancellation);
        var at = from.Org is null ? 0 : orgs.FindIndex(org => string.CompareOrdinal(org, from.Org) >= 0);
        if (at < 0 || at == orgs.Count)
        {
            return null;
        }

        var after = orgs[at] == from.Org ? from.After : null;
        var next = await services.List(new OrgId(orgs[at]), after is { } id ? new(id) : null, AtOnce, cancellation);
        foreach (var service in next)
        {
            await Reseal(service, cancellation);
        }

        return next.Count == AtOnce ? new(orgs[at], next[^1].Value.Id.Value)
            : at + 1 < orgs.Count ? new(orgs[at + 1], null)
            : null;
    }

    // Earlier releases did not write down for whom they sealed; who has deployed something has operations.
    private async Task<List<string>> Orgs(CancellationToken cancellation) =>
        [.. (await keys.Orgs(cancellation)).Union(await operations.Orgs(cancellation)).Select(org => org.Value).Order(StringComparer.Ordinal)];

    private async Task Reseal(Versioned<Service> found, CancellationToken cancellation)
    {
        var reference = ServiceRef.Of(found.Value);
        await variables.Reseal(reference, cancellation);
        await ResealToken(found, cancellation);
        await foreach (var deployment in deployments.List(reference, cancellation: cancellation))
        {
            await ResealToken(deployment, cancellation);
        }
    }

    private async Task ResealToken(Versioned<Service>? found, CancellationToken cancellation)
    {
        for (var tries = new Tries("The token of a service"); found is { Value: { GitSource: { } source } service }; tries.Again())
        {
            if (await tokens.Reseal(service.Org, service.Id.ToString(), source, cancellation) is not { } anew
                || await services.Update(service with { GitSource = anew }, found.ETag, cancellation) is ServiceUpdate.Updated)
            {
                return;
            }

            // The user has just saved it.
            found = await services.Find(service.Org, service.Id, cancellation);
        }
    }

    private async Task ResealToken(Deployment deployment, CancellationToken cancellation)
    {
        if (deployment.Config is { GitSource: { } source } config && await tokens.Reseal(config.Org, config.Id.ToString(), source, cancellation) is { } anew)
        {
            // Its source never changes otherwise.
            await deployments.Change(deployment.Ref, now => now.Config is { } present ? now with { Config = present with { GitSource = anew } } : null, cancellation);
        }
    }
}
