using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Tools;

public static class ToolServices
{
    /// <summary>What is installed on this machine.</summary>
    public static IServiceCollection AddTools(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ToolOptions>()
            .Configure(options => options.Folders = configuration["TOOLS_PATH"]?.Split(':', StringSplitOptions.RemoveEmptyEntries) ?? [])
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ToolOptions>, ToolOptionsRules>());
        services.TryAddSingleton<MachineTools>();
        return services;
    }
}
