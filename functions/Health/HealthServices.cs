using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Functions.Health;

internal static class HealthServices
{
    public static IServiceCollection AddHealth(this IServiceCollection services) =>
        services.AddTransient<IReadyCheck, StorageReady>().AddTransient<IReadyCheck, CaddyReady>().AddSingleton<HealthMisses>();
}
