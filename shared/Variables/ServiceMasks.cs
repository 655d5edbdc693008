using System.Collections.Concurrent;
using ClickDeploy.Core;
using ClickDeploy.Secrets;
using ClickDeploy.Services;

namespace ClickDeploy.Variables;

/// <summary>Hides what is secret in the output of a service's processes: the secrets of every revision that is kept, since an instance may run with any of them.</summary>
public sealed class ServiceMasks(VariableStore variables)
{
    private readonly ConcurrentDictionary<ServiceRef, (int Newest, SecretMask Mask)> _masks = new();

    /// <summary>As the variables are now: ask for a process that has been started before the question.</summary>
    public async Task<SecretMask> Of(ServiceRef service, CancellationToken cancellation = default)
    {
        var newest = (await variables.Newest(service, cancellation)).Number;
        if (_masks.TryGetValue(service, out var known) && known.Newest == newest)
        {
            return known.Mask;
        }

        var secrets = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var revision in variables.List(service, cancellation: cancellation))
        {
            foreach (var secret in (await variables.Read(service, revision.Number, cancellation))?.Secrets ?? [])
            {
                secrets.Add(secret.Reveal());
            }
        }

        var mask = SecretMask.Of(secrets.Select(secret => new Sensitive<string>(secret)));
        _masks[service] = (newest, mask);
        return mask;
    }
}
