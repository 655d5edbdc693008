using ClickDeploy.Orchestrations.Deployments;
using ClickDeploy.Orchestrations.Routes;
using ClickDeploy.Orchestrations.Services;
using ClickDeploy.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClickDeploy.Orchestrations;

public static class OrchestrationServices
{
    /// <summary>What activities share.</summary>
    public static IServiceCollection AddOrchestrations(this IServiceCollection services)
    {
        services.AddOptions<ToolOptions>();
        services.TryAddSingleton<MachineTools>();
        services.TryAddSingleton<BuildJobSpecs>();
        services.TryAddSingleton<CheckoutSize>();
        services.TryAddSingleton<DeploymentLog>();
        services.TryAddSingleton<JobLog>();
        services.TryAddSingleton<InstanceLog>();
        services.TryAddSingleton<ServiceRoute>();
        services.TryAddSingleton<AbandonedOperations>();
        services.TryAddSingleton<TurnGuard>();
        return services;
    }
}
