using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClickDeploy.Functions.Web;

internal static class WebServices
{
    public static IServiceCollection AddPage(this IServiceCollection services)
    {
        services.TryAddSingleton<WebFiles>();
        return services;
    }
}
