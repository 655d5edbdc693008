using ClickDeploy.Idempotency;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClickDeploy.Functions.Idempotency;

internal static class IdempotencyServices
{
    public static IServiceCollection AddIdempotency(this IServiceCollection services)
    {
        services.TryAddSingleton<IdempotencyStore>();
        services.TryAddSingleton<KeyedTurns>();
        return services;
    }
}
