using ClickDeploy.Core;
using ClickDeploy.Processes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Targets.Local;

public static class LocalTargetServices
{
    /// <summary>The <c>local</c> target as an <see cref="ITarget"/>, and <see cref="LocalWorkloads"/>. Needs an IStorage. Reads the settings that <see cref="LocalTargetOptions"/> names.</summary>
    public static IServiceCollection AddLocalTarget(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LocalTargetOptions>()
            .Configure(options =>
            {
                options.DataDir = configuration.DataDirectory();
                options.FirstPort = (int)configuration.Number("LOCAL_FIRST_PORT", options.FirstPort, 1024, 65535);
                options.LastPort = (int)configuration.Number("LOCAL_LAST_PORT", options.LastPort, 1024, 65535);
                options.CaddyPath = configuration["CADDY_PATH"] ?? options.CaddyPath;
                options.OutputMebibytes = (int)configuration.Number("LOCAL_OUTPUT_MIB", options.OutputMebibytes, 1, 4096);
                options.OpenFiles = (int)configuration.Number("LOCAL_OPEN_FILES", options.OpenFiles, 64, 1 << 20);
            })
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LocalTargetOptions>, LocalTargetOptionsRules>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<CgroupHost>();
        services.TryAddSingleton<LocalAddresses>();
        services.TryAddSingleton(provider => new LocalFollower(
            provider.GetRequiredService<IOptions<LocalTargetOptions>>(), provider.GetRequiredService<TimeProvider>(), provider.GetService<ILogger<LocalFollower>>() ?? NullLogger<LocalFollower>.Instance, provider.GetService<IOutputSink>()));
        services.AddHostedService(provider => provider.GetRequiredService<LocalFollower>());
        services.TryAddSingleton<IMeter, LocalMeter>();
        services.TryAddSingleton<LocalTarget>();
        services.TryAddSingleton(provider => new LocalWorkloads(provider.GetRequiredService<LocalTarget>()));
        services.TryAddSingleton<ITarget>(provider => provider.GetRequiredService<LocalTarget>());
        return services;
    }
}
