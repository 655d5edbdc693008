using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClickDeploy.Functions.Links;

internal static class LinkEdge
{
    public static IServiceCollection AddLinkEdge(this IServiceCollection services)
    {
        services.TryAddSingleton<LinkTargets>();
        return services;
    }
}
