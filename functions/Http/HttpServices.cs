using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClickDeploy.Functions.Http;

internal static class HttpServices
{
    public static IServiceCollection AddHttpEdge(this IServiceCollection services)
    {
        services.TryAddSingleton<Cursors>();
        return services;
    }
}
