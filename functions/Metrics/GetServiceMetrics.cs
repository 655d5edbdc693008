using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Functions.Services;
using ClickDeploy.Metrics;
using ClickDeploy.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Metrics;

/// <summary><c>GET /services/{id}/metrics?range=1h|6h|24h|7d|30d</c>: what its instances used and were asked, one point for each step of the range.</summary>
public sealed class GetServiceMetrics(ServiceLookup lookup, MetricStore metrics)
{
    [Function(nameof(GetServiceMetrics))]
    [Needs(Role.Viewer)]
    [Query("range", "How far back: 1h (the default, a point each 10 s), 6h or 24h (each minute), 7d or 30d (each quarter of an hour).")]
    [Answers(200, typeof(MetricSnapshot))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Api.Base + "/services/{id}/metrics")] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        if (!RangeOf(request).Succeeded(out var range, out var problem))
        {
            return problem;
        }

        return (await lookup.Find(request, id, cancellation)).Succeeded(out var found, out var missing)
            ? Reply.Ok(MetricSnapshot.Of(range, found.Value.Port, await metrics.Read(ServiceRef.Of(found.Value), range, cancellation)))
            : missing;
    }

    private static Read<MetricRange> RangeOf(HttpRequest request)
    {
        var asked = request.Query["range"];
        return asked.Count == 0 ? MetricRange.All[0]
            : asked.Count == 1 && MetricRange.All.FirstOrDefault(range => range.Name == asked[0]) is { } range ? range
            : Problem.Invalid("range", "invalid_choice", $"'range' must be one of {string.Join(", ", MetricRange.All.Select(range => range.Name))}.");
    }
}
