using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClickDeploy.Functions.Inspections;

internal static class InspectionEdge
{
    public static IServiceCollection AddInspectionEdge(this IServiceCollection services)
    {
        services.TryAddSingleton<InspectionWait>();
        return services;
    }
}
