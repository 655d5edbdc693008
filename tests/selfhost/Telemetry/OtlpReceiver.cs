using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace ClickDeploy.Tests.SelfHost.Telemetry;

/// <summary>Takes traces and metrics by OTLP over HTTP, as a collector does.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<OtlpSpan> _spans = new();
    private readonly ConcurrentDictionary<string, bool> _metrics = new();
    private readonly ConcurrentDictionary<string, string> _resource = new();
    private readonly ConcurrentDictionary<string, bool> _keys = new();
    private readonly ConcurrentDictionary<string, bool> _paths = new();
    private readonly WebApplication _app;

    private OtlpReceiver(WebApplication app) => _app = app;

    public IReadOnlyList<OtlpSpan> Spans => [.. _spans];

    /// <summary>The names of the metrics that came.</summary>
    public ICollection<string> Metrics => _metrics.Keys;

    /// <summary>What the senders said of themselves.</summary>
    public IReadOnlyDictionary<string, string> Resource => _resource;

    /// <summary>The paths that were asked for.</summary>
    public ICollection<string> Paths => _paths.Keys;

    public string Url => _app.Urls.Single();

    /// <summary>What came in the header <c>x-key</c>.</summary>
    public ICollection<string> Keys => _keys.Keys;

    /// <summary>Settings that send everything here, soon.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Url,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
    };

    public static async Task<OtlpReceiver> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var receiver = new OtlpReceiver(app);
        app.Run(receiver.Take);
        await app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Take(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (context.Request.Headers["x-key"].ToString() is { Length: > 0 } key)
        {
            _keys[key] = true;
        }

        _paths[$"{context.Request.Path}"] = true;
        // Both kinds of request have resources (1), each with what it says of itself (1) and scopes (2), each with its spans or metrics (2).
        foreach (var resource in new ProtoMessage(body.ToArray()).Messages(1))
        {
            foreach (var (name, value) in OtlpSpan.AttributesOf(resource.Messages(1).Single(), 1))
            {
                _resource[name] = value;
            }

            foreach (var item in resource.Messages(2).SelectMany(scope => scope.Messages(2)))
            {
                if ($"{context.Request.Path}".EndsWith("/traces", StringComparison.Ordinal))
                {
                    _spans.Enqueue(OtlpSpan.Of(item));
                }
                else
                {
                    _metrics[item.Text(1)] = true;
                }
            }
        }
    }
}
