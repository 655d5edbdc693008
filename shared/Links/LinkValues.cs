using System.Globalization;
using ClickDeploy.Clients.Caddy;
using ClickDeploy.Core;
using ClickDeploy.Hosts;
using ClickDeploy.Services;
using ClickDeploy.Variables;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Links;

/// <summary>
/// The addresses that linked variables stand for. They are those of the proxy, which stay while the instances behind them come and go: a service that is deployed
/// anew is reached by those that link to it without a restart of theirs, and without a failed request.
/// </summary>
public sealed class LinkValues(ServiceStore services, ServiceStateStore states, ServiceHosts hosts, IOptions<CaddyOptions> proxy)
{
    private const int HttpPort = 80;

    /// <summary>As it is now.</summary>
    public async Task<LinkValue> Look(OrgId org, VariableLink link, CancellationToken cancellation = default) => await Target(org, link, cancellation) switch
    {
        { Port: null } worker => NoUrl(worker),
        { } service => (await states.Find(ServiceRef.Of(service), cancellation)).Host is { } host ? new LinkValue.Known(Of(link.Type, host)) : new LinkValue.NotYet(),
        null => Gone(),
    };

    /// <summary>The same for a deployment: a service without a name gets its name now.</summary>
    public async Task<LinkValue> Settle(OrgId org, VariableLink link, CancellationToken cancellation = default)
    {
        if (await Look(org, link, cancellation) is not LinkValue.NotYet || await Target(org, link, cancellation) is not { } service)
        {
            return await Look(org, link, cancellation);
        }

        var host = await hosts.Reserve(ServiceRef.Of(service), service.Name, cancellation: cancellation);
        var after = await services.Find(org, link.Service, cancellation);
        if (after is { Value.Deleting: false })
        {
            return new LinkValue.Known(Of(link.Type, host));
        }

        await hosts.GiveUp(ServiceRef.Of(service), host, isGone: after is null, cancellation);
        return Gone();
    }

    private async Task<Service?> Target(OrgId org, VariableLink link, CancellationToken cancellation) =>
        await services.Find(org, link.Service, cancellation) is { Value: { Deleting: false } service } ? service : null;

    private string Of(LinkType type, string host) => type switch
    {
        LinkType.InternalUrl or LinkType.PublicUrl => proxy.Value.ProxyPort == HttpPort ? $"http://{host}" : string.Create(CultureInfo.InvariantCulture, $"http://{host}:{proxy.Value.ProxyPort}"),
        LinkType.Host => host,
        LinkType.Port => proxy.Value.ProxyPort.ToString(CultureInfo.InvariantCulture),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such part of an address."),
    };

    private static LinkValue.Broken NoUrl(Service worker) => new($"'{worker.Name}', which is a worker and has no address.", "Give that service a port, or set another value.");

    private static LinkValue.Broken Gone() => new("a service that was deleted.", "Set another value or link, or delete the variable.");
}
