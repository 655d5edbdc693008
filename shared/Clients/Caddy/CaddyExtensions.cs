using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Clients.Caddy;

public static class CaddyExtensions
{
    /// <summary>The client of Caddy's admin API and the route directory. A bad setting ends the start with a sentence.</summary>
    public static IServiceCollection AddCaddy(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<CaddyOptions>().Configure(options => Read(configuration, options)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CaddyOptions>, CaddyOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IRoutes, RouteDirectory>();
        services.TryAddSingleton<AccessLog>();
        services.AddHttpClient<CaddyClient>((provider, http) => CaddyClient.Configure(http, provider.GetRequiredService<IOptions<CaddyOptions>>().Value)).RemoveAllLoggers();
        return services;
    }

    private static void Read(IConfiguration configuration, CaddyOptions options)
    {
        if (configuration["CADDY_ADMIN_URL"] is { Length: > 0 } url)
            options.AdminUrl = Uri.TryCreate(url, UriKind.Absolute, out var parsed) ? parsed : new Uri(url, UriKind.Relative);
        if (configuration["PROXY_PORT"] is { Length: > 0 } port)
            options.ProxyPort = int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Invalid($"PROXY_PORT is '{port}': set it to a port from 1 to 65535.");
        if (configuration["BASE_DOMAIN"] is { Length: > 0 } domain)
            options.BaseDomain = domain;
        if (configuration["DATA_DIR"] is { Length: > 0 } directory)
            options.DataDirectory = directory;
    }

    private static OptionsValidationException Invalid(string fault) => new(nameof(CaddyOptions), typeof(CaddyOptions), [fault]);

    private sealed class CaddyOptionsValidator : IValidateOptions<CaddyOptions>
    {
        public ValidateOptionsResult Validate(string? name, CaddyOptions options) =>
            options.Faults().ToArray() is { Length: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }
}
