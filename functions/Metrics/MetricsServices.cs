using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Functions.Metrics;

internal static class MetricsServices
{
    public static IServiceCollection AddMetrics(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MetricsOptions>().Configure(options => options.Sources = [.. Networks(configuration["METRICS_SOURCES"])]).ValidateOnStart();
        services.TryAddSingleton<MetricsPage>();
        return services;
    }

    private static IEnumerable<IPNetwork> Networks(string? text)
    {
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            yield return IPNetwork.TryParse(part, out var network)
                ? network
                : throw new OptionsValidationException("settings", typeof(MetricsOptions), [$"METRICS_SOURCES is '{text}': set it to networks such as 10.0.0.0/8 or 192.0.2.7/32 (separated by commas), or remove it for this machine alone."]);
        }
    }
}
