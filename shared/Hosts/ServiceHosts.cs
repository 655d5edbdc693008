using ClickDeploy.Clients.Caddy;
using ClickDeploy.Services;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Hosts;

/// <summary>The public names of services: claimed once, before anything of the service runs, and the service's for life.</summary>
public sealed class ServiceHosts(HostClaims claims, ServiceStateStore states, IOptions<CaddyOptions> proxy)
{
    /// <summary>The service's name, claimed now if it has none.</summary>
    /// <param name="operation">Whose turn it is.</param>
    public async Task<string> Reserve(ServiceRef service, string name, string? operation = null, CancellationToken cancellation = default)
    {
        if ((await states.Find(service, cancellation)).InTurnOf(operation).Host is { } present)
        {
            return present;
        }

        var host = await claims.Claim(service, HostNames.Candidates(service.ProjectId, name, proxy.Value.BaseDomain), cancellation);
        return (await states.Change(service, state => state.InTurnOf(operation).Host is null ? state with { Host = host } : null, cancellation)).Host!;
    }

    /// <summary>Takes back a name that was reserved for a service while it was being deleted: its clean-up may have looked before.</summary>
    public async Task GiveUp(ServiceRef service, string host, bool isGone, CancellationToken cancellation = default)
    {
        await states.Change(service, state => state.Host == host ? state with { Host = null } : null, cancellation);
        await claims.Release(service, host, cancellation);
        if (isGone)
        {
            await states.Remove(service, cancellation);
        }
    }
}
