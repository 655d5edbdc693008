using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Services;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClickDeploy.Functions.Services;

internal static class ServiceServices
{
    public static IServiceCollection AddServices(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ServiceOptions>().Configure(options => options.MaxServices = configuration.Number("MAX_SERVICES", options.MaxServices)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<ServiceStore>();
        services.TryAddSingleton<ServiceStateStore>();
        services.TryAddSingleton<DeploymentStore>();
        services.TryAddSingleton<Signals>();
        services.TryAddSingleton<ServiceLookup>();
        services.TryAddSingleton<ServiceView>();
        return services;
    }
}
