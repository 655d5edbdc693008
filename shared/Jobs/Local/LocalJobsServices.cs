using ClickDeploy.Core;
using ClickDeploy.Processes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClickDeploy.Jobs.Local;

public static class LocalJobsServices
{
    /// <summary>Jobs run as processes of this machine. Reads <c>DATA_DIR</c> and <c>JOB_OPEN_FILES</c>.</summary>
    public static IServiceCollection AddLocalJobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LocalJobsOptions>()
            .Configure(options =>
            {
                options.DataDir = configuration.DataDirectory();
                options.OpenFiles = (int)configuration.Number("JOB_OPEN_FILES", options.OpenFiles, 64, 1 << 20);
            })
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<CgroupHost>();
        services.TryAddSingleton<IJobs, LocalJobs>();
        return services;
    }
}
