using ClickDeploy.Core;
using ClickDeploy.Projects;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClickDeploy.Functions.Projects;

internal static class ProjectServices
{
    public static IServiceCollection AddProjects(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ProjectOptions>().Configure(options => options.MaxProjects = (int)configuration.Number("MAX_PROJECTS", options.MaxProjects, 1, 10_000)).ValidateOnStart();
        services.TryAddSingleton(ProjectPlaces.ThisMachine);
        services.TryAddSingleton<ProjectStore>();
        services.TryAddSingleton<ProjectLookup>();
        services.TryAddSingleton<ProjectView>();
        return services;
    }
}
