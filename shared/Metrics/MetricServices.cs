using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClickDeploy.Metrics;

public static class MetricServices
{
    /// <summary>What services use. Needs an IStorage.</summary>
    public static IServiceCollection AddServiceMetrics(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<MetricStore>();
        return services;
    }
}
