using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.SelfHost.Telemetry;

/// <summary>Traces and metrics by OTLP, where the standard settings ask for them.</summary>
internal static class TelemetryServices
{
    /// <summary>First of all services: it ends last, and sends what the others say while they end.</summary>
    public static void AddTelemetry(this WebApplicationBuilder web, TelemetryOptions options)
    {
        web.Services.AddSingleton<DistributedContextPropagator>(new IncomingTraces());
        if (options.Traces || options.Metrics)
        {
            AddExport(web.Services, options);
        }
    }

    public static void UseTelemetry(this WebApplication app, TelemetryOptions options)
    {
        if (options.Traces)
        {
            app.UseMiddleware<RequestSpans>();
        }
    }

    // Apart: a process that sends nothing loads nothing of the SDK.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddExport(IServiceCollection services, TelemetryOptions options)
    {
        services.AddSingleton(options);
        services.AddHostedService<TelemetryExport>();
    }
}
