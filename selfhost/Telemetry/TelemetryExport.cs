using ClickDeploy.SelfHost.Durable.Traces;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ClickDeploy.SelfHost.Telemetry;

/// <summary>The OpenTelemetry SDK, from before the first request until after the last step.</summary>
internal sealed class TelemetryExport(TelemetryOptions options, IConfiguration configuration) : IHostedService, IDisposable
{
    // A collector that does not answer must not hold up a stop.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(2);

    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _traces = options.Traces ? Traces() : null;
        _metrics = options.Metrics ? Metrics() : null;
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var most = (int)StopTimeout.TotalMilliseconds;
        await Task.WhenAll(Task.Run(() => _traces?.Shutdown(most), CancellationToken.None), Task.Run(() => _metrics?.Shutdown(most), CancellationToken.None));
    }

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    private TracerProvider Traces() => Sdk.CreateTracerProviderBuilder()
        .ConfigureServices(services => services.AddSingleton(configuration))
        .SetResourceBuilder(Resource())
        .AddSource(DurableTrace.SourceName, "Microsoft.AspNetCore", "System.Net.Http")
        .AddProcessor(new OnlyWithin())
        .AddOtlpExporter(exporter => Direct(exporter, "TRACES", options.TracesEndpoint, options.TracesProtocol))
        .Build();

    private MeterProvider Metrics() => Sdk.CreateMeterProviderBuilder()
        .ConfigureServices(services => services.AddSingleton(configuration))
        .SetResourceBuilder(Resource())
        .AddMeter("ClickDeploy.*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime")
        .AddOtlpExporter(exporter => Direct(exporter, "METRICS", options.MetricsEndpoint, options.MetricsProtocol))
        .Build();

    // The SDK's exporter reads what is said for both signals (and adds /v1/traces to that address); what is said for one alone wins, and its address is taken as it is.
    private void Direct(OtlpExporterOptions exporter, string signal, Uri? endpoint, string? protocol)
    {
        if (endpoint is not null)
        {
            exporter.Endpoint = endpoint;
        }

        if (protocol is not null)
        {
            exporter.Protocol = protocol == "grpc" ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        }

        if (configuration[$"OTEL_EXPORTER_OTLP_{signal}_HEADERS"] is { Length: > 0 } headers)
        {
            exporter.Headers = headers;
        }
    }

    // Last what OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES say: it wins.
    private static ResourceBuilder Resource() => ResourceBuilder.CreateEmpty()
        .AddService("click-to-deploy", serviceVersion: typeof(TelemetryExport).Assembly.GetName().Version?.ToString())
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();
}
