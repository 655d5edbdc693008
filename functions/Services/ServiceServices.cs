using ClickDeploy.Core;
using ClickDeploy.Services;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClickDeploy.Functions.Services;

internal static class ServiceServices
{
    public static IServiceCollection AddServices(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ServiceOptions>().Configure(options => options.MaxServices = (int)configuration.Number("MAX_SERVICES", options.MaxServices, 1, 90)).ValidateOnStart();
        services.TryAddSingleton<ServiceStore>();
        services.TryAddSingleton<ServiceLookup>();
        services.TryAddSingleton<ServiceView>();
        services.TryAddSingleton<CommandRequests>();
        return services;
    }
}
