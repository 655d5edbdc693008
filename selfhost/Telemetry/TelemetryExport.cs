using ClickDeploy.SelfHost.Durable.Traces;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
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
        .AddOtlpExporter()
        .Build();

    private MeterProvider Metrics() => Sdk.CreateMeterProviderBuilder()
        .ConfigureServices(services => services.AddSingleton(configuration))
        .SetResourceBuilder(Resource())
        .AddMeter("ClickDeploy.*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime")
        .AddOtlpExporter()
        .Build();

    // Last what OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES say: it wins.
    private static ResourceBuilder Resource() => ResourceBuilder.CreateEmpty()
        .AddService("click-to-deploy", serviceVersion: typeof(TelemetryExport).Assembly.GetName().Version?.ToString())
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();
}
