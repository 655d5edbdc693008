using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClickDeploy.Functions.Auth;

internal static class AuthServices
{
    public static IServiceCollection AddAuth(this IServiceCollection services)
    {
        services.TryAddSingleton<SigningKeys>();
        services.TryAddSingleton<FunctionAccess>();
        services.TryAddSingleton<SessionTokens>();
        services.TryAddSingleton<SessionCookie>();
        services.TryAddSingleton<BearerTokens>();
        return services;
    }
}
