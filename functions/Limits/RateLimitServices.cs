using ClickDeploy.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClickDeploy.Functions.Limits;

internal static class RateLimitServices
{
    public static IServiceCollection AddRateLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RateLimitOptions>().Configure(options =>
        {
            options.WindowSeconds = configuration.Number("RATE_LIMIT_WINDOW", options.WindowSeconds, 1, 86_400);
            // There is no sign-in but development mode yet, whose one user is whoever sits at the machine: no limit unless it is asked for.
            options.Requests = configuration["RATE_LIMIT_REQUESTS"] is { Length: > 0 } ? (int)configuration.Number("RATE_LIMIT_REQUESTS", 600, 1, 1_000_000) : null;
        }).ValidateOnStart();
        services.TryAddSingleton<RateLimits>();
        return services;
    }
}
