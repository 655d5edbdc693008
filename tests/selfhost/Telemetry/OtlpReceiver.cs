using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ClickDeploy.Tests.SelfHost.Telemetry;

/// <summary>Takes traces and metrics by OTLP over HTTP and over gRPC, each at a port of its own, as a collector does.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    // Of a message of gRPC: whether it is compressed, and its length.
    private const int FrameLength = 5;

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

    public string Url => _app.Urls.First();

    /// <summary>What came in the header <c>x-key</c>.</summary>
    public ICollection<string> Keys => _keys.Keys;

    /// <summary>Settings that send everything here, soon.</summary>
    public IReadOnlyDictionary<string, string> Settings => SettingsOf("http/protobuf");

    public IReadOnlyDictionary<string, string> SettingsOf(string protocol) => new Dictionary<string, string>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = protocol == "grpc" ? _app.Urls.Last() : Url,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol,
        ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
    };

    public static async Task<OtlpReceiver> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, port => port.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, port => port.Protocols = HttpProtocols.Http2);
        });
        var app = builder.Build();
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
        var isGrpc = context.Request.ContentType == "application/grpc";
        var message = isGrpc ? MessageOf(body.ToArray()) : body.ToArray();
        if (context.Request.Headers["x-key"].ToString() is { Length: > 0 } key)
        {
            _keys[key] = true;
        }

        _paths[$"{context.Request.Path}"] = true;
        // Both kinds of request have resources (1), each with what it says of itself (1) and scopes (2), each with its spans or metrics (2).
        foreach (var resource in new ProtoMessage(message).Messages(1))
        {
            foreach (var (name, value) in OtlpSpan.AttributesOf(resource.Messages(1).Single(), 1))
            {
                _resource[name] = value;
            }

            foreach (var item in resource.Messages(2).SelectMany(scope => scope.Messages(2)))
            {
                if ($"{context.Request.Path}".Contains("trace", StringComparison.Ordinal))
                {
                    _spans.Enqueue(OtlpSpan.Of(item));
                }
                else
                {
                    _metrics[item.Text(1)] = true;
                }
            }
        }

        if (isGrpc)
        {
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(new byte[FrameLength]);
            context.Response.AppendTrailer("grpc-status", "0");
        }
    }

    private static byte[] MessageOf(byte[] frame)
    {
        Assert.Equal(0, frame[0]);
        Assert.Equal(frame.Length - FrameLength, BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(1)));
        return frame[FrameLength..];
    }
}
