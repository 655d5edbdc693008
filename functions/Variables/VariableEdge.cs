using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClickDeploy.Functions.Variables;

internal static class VariableEdge
{
    public static IServiceCollection AddVariableEdge(this IServiceCollection services)
    {
        services.TryAddSingleton<VariableWrites>();
        services.TryAddSingleton<VariableView>();
        return services;
    }
}
