using ClickDeploy.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClickDeploy.Clients.Git;

public static class GitExtensions
{
    /// <summary>The runner of short calls; commands, addresses and failures are values and need nothing.</summary>
    public static IServiceCollection AddGit(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<GitOptions>().Configure(options => options.OwnKeys = configuration.IsDevelopment());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ShortGit>();
        return services;
    }
}
