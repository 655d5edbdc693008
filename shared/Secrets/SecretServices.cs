using ClickDeploy.Core;
using ClickDeploy.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Secrets;

public static class SecretServices
{
    /// <summary>Encryption. Needs an IStorage; a start with a key that does not fit the data is refused.</summary>
    public static IServiceCollection AddSecrets(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SecretOptions>().Configure(options =>
        {
            options.DataDirectory = configuration.DataDirectory();
            options.Key = Setting(configuration["ENCRYPTION_KEY"]);
            options.Previous = Setting(configuration["ENCRYPTION_KEY_PREVIOUS"]);
        });
        services.AddOptions<StartCheck>().Configure<EncryptionKeys>((_, keys) => Check(keys)).ValidateOnStart();
        services.TryAddSingleton<EncryptionKeys>();
        services.TryAddSingleton<SecretBox>();
        return services;
    }

    private static Sensitive<string>? Setting(string? text) => text is { Length: > 0 } ? new(text) : null;

    // Options are checked in one place and before anything else starts; that place does not await.
    private static void Check(EncryptionKeys keys)
    {
        try
        {
            Task.Run(() => keys.Ring().AsTask()).GetAwaiter().GetResult();
        }
        catch (StorageUnavailableException)
        {
            // Not now: it is looked at again before the first secret is sealed or opened.
        }
    }

    private sealed class StartCheck;
}
