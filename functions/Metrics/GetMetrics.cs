using System.Net;
using System.Text;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Functions.Metrics;

/// <summary><c>GET /metrics</c>: what the platform does and needs, as Prometheus reads it; for this machine, METRICS_SOURCES and administrators of the platform. No organisation is in it.</summary>
public sealed class GetMetrics(MetricsPage page, BearerTokens tokens, IOptions<MetricsOptions> options)
{
    [Function(nameof(GetMetrics)), Anyone]
    [Answers(200, Content = "text/plain")]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "metrics")] HttpRequest request) => MayRead(request.HttpContext.Connection.RemoteIpAddress) || await tokens.Administrator(request.HttpContext) is not null
        ? Results.Text(page.Write(), "text/plain; version=0.0.4", Encoding.UTF8)
        : Problem.Forbidden("source_not_allowed", "Metrics are for this machine, the networks in METRICS_SOURCES and administrators of the platform. Add your network there, or send an administrator's token.");

    private bool MayRead(IPAddress? address) =>
        address is { IsIPv4MappedToIPv6: true } ? MayRead(address.MapToIPv4()) : address is not null && (IPAddress.IsLoopback(address) || options.Value.Sources.Any(network => network.Contains(address)));
}
