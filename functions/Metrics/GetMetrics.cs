using System.Net;
using System.Text;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Functions.Metrics;

/// <summary><c>GET /metrics</c>: what the platform does and needs, as Prometheus reads it; for this machine and METRICS_SOURCES. No organisation is in it.</summary>
public sealed class GetMetrics(MetricsPage page, IOptions<MetricsOptions> options)
{
    [Function(nameof(GetMetrics)), Anyone]
    [Answers(200, Content = "text/plain")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "metrics")] HttpRequest request) => MayRead(request.HttpContext.Connection.RemoteIpAddress)
        ? Results.Text(page.Write(), "text/plain; version=0.0.4", Encoding.UTF8)
        : Problem.Forbidden("source_not_allowed", "Metrics are for this machine and the networks in METRICS_SOURCES. Add yours there.");

    private bool MayRead(IPAddress? address) =>
        address is { IsIPv4MappedToIPv6: true } ? MayRead(address.MapToIPv4()) : address is not null && (IPAddress.IsLoopback(address) || options.Value.Sources.Any(network => network.Contains(address)));
}
