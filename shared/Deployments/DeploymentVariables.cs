using System.Collections.Concurrent;
using ClickDeploy.Core;
using ClickDeploy.Secrets;
using ClickDeploy.Services;
using ClickDeploy.Variables;

namespace ClickDeploy.Deployments;

/// <summary>The variables that a deployment runs with, and what hides their secrets in all that is written about it.</summary>
public sealed class DeploymentVariables(VariableStore variables)
{
    private const int MostRemembered = 64;

    // Also for texts that nobody can say the deployment of: what was not read in this process cannot stand in its exceptions.
    private readonly ConcurrentDictionary<(Guid Service, int Revision), SecretMask> _masks = new();

    /// <exception cref="InvalidDataException">They are gone.</exception>
    public async Task<VariableSet> Of(Deployment deployment, CancellationToken cancellation = default)
    {
        var set = await Find(deployment.Ref.Service, deployment.Variables ?? 0, cancellation);
        return set ?? throw new InvalidDataException($"Revision {deployment.Variables} of the variables, which deployment {deployment.Ref.Id} runs with, is gone. Deploy again.");
    }

    /// <summary>Hides the secrets of the deployment's variables.</summary>
    public async Task<SecretMask> Mask(Deployment deployment, CancellationToken cancellation = default)
    {
        var revision = deployment.Variables ?? 0;
        if (_masks.TryGetValue((deployment.Ref.Service.Service, revision), out var known))
        {
            return known;
        }

        // One that is gone has no process that could write its secrets.
        await Find(deployment.Ref.Service, revision, cancellation);
        return _masks.GetValueOrDefault((deployment.Ref.Service.Service, revision), SecretMask.None);
    }

    /// <summary>Hides every secret that this process has read lately.</summary>
    public string Hide(string text) => _masks.Values.Aggregate(text, (shown, mask) => mask.Text(shown));

    private async Task<VariableSet?> Find(ServiceRef service, int revision, CancellationToken cancellation)
    {
        var set = await variables.Read(service, revision, cancellation);
        if (set is not null && !_masks.ContainsKey((service.Service, revision)))
        {
            if (_masks.Count >= MostRemembered)
            {
                _masks.Clear();
            }

            _masks[(service.Service, revision)] = SecretMask.Of(set.Secrets);
        }

        return set;
    }
}
