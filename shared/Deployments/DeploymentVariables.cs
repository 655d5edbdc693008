using System.Collections.Concurrent;
using ClickDeploy.Clients.Git;
using ClickDeploy.Core;
using ClickDeploy.Secrets;
using ClickDeploy.Services;
using ClickDeploy.Variables;

namespace ClickDeploy.Deployments;

/// <summary>The variables that a deployment runs with, the token that it fetches with, and what hides these secrets in all that is written about it.</summary>
public sealed class DeploymentVariables(VariableStore variables, GitTokens tokens)
{
    private const int MostRemembered = 64;

    // Also for texts that nobody can say the deployment of: what was not read in this process cannot stand in its exceptions.
    private readonly ConcurrentDictionary<(Guid Service, int Revision, string? Token), SecretMask> _masks = new();

    /// <exception cref="InvalidDataException">They are gone.</exception>
    public async Task<VariableSet> Of(Deployment deployment, CancellationToken cancellation = default)
    {
        var set = await Find(deployment, cancellation) ?? throw new InvalidDataException($"Revision {deployment.Variables} of the variables, which deployment {deployment.Ref.Id} runs with, is gone. Deploy again.");
        await Mask(deployment, cancellation);
        return set;
    }

    /// <summary>With what its source is fetched; null: it is open to all.</summary>
    public async Task<GitCredential?> Credential(Deployment deployment, CancellationToken cancellation = default)
    {
        await Mask(deployment, cancellation);
        return await Token(deployment, cancellation) is { } token ? new(token) : null;
    }

    /// <summary>Hides the secrets of the deployment.</summary>
    public async Task<SecretMask> Mask(Deployment deployment, CancellationToken cancellation = default)
    {
        var key = (deployment.Ref.Service.Service, deployment.Variables ?? 0, deployment.Config?.GitSource?.SealedToken);
        if (_masks.TryGetValue(key, out var known))
        {
            return known;
        }

        // Variables that are gone have no process that could write them.
        var secrets = (await Find(deployment, cancellation))?.Secrets ?? [];
        var mask = SecretMask.Of(await Token(deployment, cancellation) is { } token ? secrets.Append(token) : secrets);
        if (_masks.Count >= MostRemembered)
        {
            _masks.Clear();
        }

        return _masks[key] = mask;
    }

    /// <summary>Hides every secret that this process has read lately.</summary>
    public string Hide(string text) => _masks.Values.Aggregate(text, (shown, mask) => mask.Text(shown));

    private Task<VariableSet?> Find(Deployment deployment, CancellationToken cancellation) => variables.Read(deployment.Ref.Service, deployment.Variables ?? 0, cancellation);

    private async Task<Sensitive<string>?> Token(Deployment deployment, CancellationToken cancellation) =>
        deployment.Config is { } config ? await tokens.Open(config, cancellation) : null;
}
