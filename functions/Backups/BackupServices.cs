using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClickDeploy.Functions.Backups;

internal static class BackupServices
{
    public static IServiceCollection AddBackups(this IServiceCollection services)
    {
        services.TryAddSingleton<BackupTurn>();
        return services;
    }
}
