using ClickDeploy.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClickDeploy.Variables;

public static class VariableServices
{
    /// <summary>The variables of services. Needs what AddSecrets adds.</summary>
    public static IServiceCollection AddVariables(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<VariableOptions>().Configure(options =>
        {
            options.MaxVariables = (int)configuration.Number("MAX_VARIABLES", options.MaxVariables, 1, 1_000);
            options.MaxBytes = (int)configuration.Number("MAX_VARIABLES_BYTES", options.MaxBytes, VariableRules.LongestValue, 768 << 10);
            options.KeptRevisions = (int)configuration.Number("KEPT_VARIABLE_REVISIONS", options.KeptRevisions, 2, 10_000);
        }).ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Signals>();
        services.TryAddSingleton<VariableStore>();
        services.TryAddSingleton<PendingVariables>();
        services.TryAddSingleton<ServiceMasks>();
        return services;
    }
}
