using ClickDeploy.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Functions;

internal static class AppServices
{
    public static IServiceCollection AddApp(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AppOptions>().Configure(options => Read(configuration, options)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AppOptions>, Validator>();
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }

    private static void Read(IConfiguration configuration, AppOptions options)
    {
        options.DataDirectory = configuration.DataDirectory();
        options.WebRoot = configuration["WEB_ROOT"] is { Length: > 0 } root ? root : DefaultWebRoot();
        options.ProxyPort = (int)configuration.Number("PROXY_PORT", options.ProxyPort, 1, 65535);
    }

    // web/dist of the repository that the program was built in; a published one has its page beside it.
    private static string DefaultWebRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ClickDeploy.sln")))
            {
                return Path.Combine(folder.FullName, "web", "dist");
            }
        }

        return Path.Combine(AppContext.BaseDirectory, "web", "dist");
    }

    private sealed class Validator : IValidateOptions<AppOptions>
    {
        public ValidateOptionsResult Validate(string? name, AppOptions options) =>
            options.Faults().ToArray() is { Length: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }
}
