using ClickDeploy.Storage.Azure;
using ClickDeploy.Storage.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Storage;

public static class StorageRegistration
{
    /// <summary>Registers <see cref="IStorage"/> as the settings say (<see cref="StorageOptions"/>); settings that cannot be used end the start with a sentence.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().Configure(options =>
        {
            options.DatabaseUrl = configuration["DATABASE_URL"];
            options.AzureWebJobsStorage = configuration["AzureWebJobsStorage"];
            options.DataDir = configuration["DATA_DIR"];
        }).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => Open(provider.GetRequiredService<IOptions<StorageOptions>>().Value, provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => provider.GetRequiredService<IStorage>() as IStorageExport
            ?? throw new InvalidOperationException("The store of this platform is wrapped for a test and cannot be read as a whole."));
        return services;
    }

    private static IStorage Open(StorageOptions options, TimeProvider time) => StorageLocation.From(options) switch
    {
        StorageLocation.File file => SqliteStorage.Open(file.Path, time),
        StorageLocation.Account account => new AzureStorage(account.Connection, time),
        StorageLocation.Invalid invalid => throw new InvalidOperationException(invalid.Sentence),
        var other => throw new InvalidOperationException($"No provider for {other.GetType().Name}."),
    };
}
