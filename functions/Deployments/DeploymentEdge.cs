using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClickDeploy.Functions.Deployments;

internal static class DeploymentEdge
{
    public static IServiceCollection AddDeploymentEdge(this IServiceCollection services)
    {
        services.TryAddSingleton<DeploymentLookup>();
        services.TryAddSingleton<DeploymentRequests>();
        return services;
    }
}
