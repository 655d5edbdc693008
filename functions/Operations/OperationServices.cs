using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClickDeploy.Functions.Operations;

internal static class OperationServices
{
    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        services.TryAddSingleton<CurrentSteps>();
        services.TryAddSingleton<DeploymentRetries>();
        services.TryAddSingleton<ManagementAccess>();
        services.TryAddKeyedSingleton<Func<HttpContext, RequestDelegate, Task<bool>>>(ManagementAccess.Key, (provider, _) => provider.GetRequiredService<ManagementAccess>().Admit);
        services.AddHttpClient<OperationHistory>(http => http.Timeout = TimeSpan.FromSeconds(10)).RemoveAllLoggers();
        return services;
    }
}
