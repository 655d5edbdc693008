using ClickDeploy.Tokens;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClickDeploy.Functions.Tokens;

internal static class TokenServices
{
    public static IServiceCollection AddPersonalTokens(this IServiceCollection services)
    {
        services.TryAddSingleton<TokenStore>();
        services.TryAddSingleton<PersonalTokens>();
        return services;
    }
}
