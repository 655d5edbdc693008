using ClickDeploy.Core;
using ClickDeploy.Services;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClickDeploy.Inspections;

public static class InspectionServices
{
    /// <summary>Looks at repositories before anything is made of them.</summary>
    public static IServiceCollection AddInspections(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<InspectionOptions>().Configure(options =>
        {
            options.MaxPerUser = (int)configuration.Number("MAX_INSPECTIONS", options.MaxPerUser, 1, 100);
            options.Kept = TimeSpan.FromSeconds(configuration.Number("INSPECTION_KEPT_SECONDS", options.Kept.TotalSeconds, 0, 86_400));
        }).ValidateOnStart();
        services.TryAddSingleton<InspectionStore>();
        services.TryAddSingleton<InspectionFolders>();
        services.TryAddSingleton<InspectionTokens>();
        services.TryAddSingleton<GitTokens>();
        return services;
    }
}
