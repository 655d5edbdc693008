using System.Net;
using ClickDeploy.SelfHost.Durable.Hub;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ClickDeploy.SelfHost.Http.Management;

/// <summary>Nudges by HTTP. The id of the process, which only the storage knows, is what lets a caller in.</summary>
internal sealed class HttpNudges(IServer server) : INudges, IDisposable
{
    private const int MostUnderWay = 4;

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = TimeSpan.FromSeconds(2) };
    private int _underWay;

    public string? Address => server.Features.Get<IServerAddressesFeature>()?.Addresses.Select(Reachable).FirstOrDefault(address => address is not null);

    public Task Send(string address, string process)
    {
        if (Interlocked.Increment(ref _underWay) <= MostUnderWay)
        {
            return Post(new Uri($"{address.TrimEnd('/')}/{NudgeEndpoint.Path}?holder={process}"));
        }

        Interlocked.Decrement(ref _underWay);
        return Task.CompletedTask;
    }

    public void Dispose() => _client.Dispose();

    private async Task Post(Uri address)
    {
        try
        {
            using var answer = await _client.PostAsync(address, null);
        }
        catch (Exception lost) when (lost is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            // Its next round finds what was written.
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    // Bound to every address: others know this machine by its name.
    private static string? Reachable(string address)
    {
        var uri = new UriBuilder(address.Replace("://+", "://[::]").Replace("://*", "://[::]"));
        if (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)))
        {
            uri.Host = Environment.MachineName;
        }

        // Port 0 until it listens.
        return uri.Port == 0 ? null : uri.Uri.GetLeftPart(UriPartial.Authority);
    }
}
