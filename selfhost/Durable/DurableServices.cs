using ClickDeploy.SelfHost.Durable.Client;
using ClickDeploy.SelfHost.Durable.Hub;
using ClickDeploy.SelfHost.Durable.Read;
using ClickDeploy.SelfHost.Durable.Rows;
using ClickDeploy.Storage;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ClickDeploy.SelfHost.Durable;

public static class DurableServices
{
    /// <summary>
    /// Adds the durable engine as a hosted service, and <see cref="DurableTaskClient"/>. Needs an <see cref="IStorage"/>; a <see cref="DurableRegistry"/>
    /// that is registered before is used, and must be filled before the host starts.
    /// </summary>
    public static IServiceCollection AddDurableEngine(this IServiceCollection services)
    {
        services.AddOptions<DurableOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DurableOptions>, DurableOptionsCheck>());
        services.TryAddSingleton<DurableRegistry>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IHolders, LinuxHolders>();
        services.TryAddSingleton<INudges, NoNudges>();
        services.TryAddSingleton(static _ => new Home());
        services.TryAddSingleton(static provider => new InstanceStore(provider.GetRequiredService<IStorage>(), Options(provider)));
        services.TryAddSingleton(static provider => new IndexStore(provider.GetRequiredService<IStorage>(), Options(provider)));
        services.TryAddSingleton(Parts);
        services.TryAddSingleton<DurableHub>();
        services.TryAddSingleton<InstanceReader>();
        services.TryAddSingleton<DurableTaskClient, HubClient>();
        services.AddHostedService(static provider => provider.GetRequiredService<DurableHub>());
        services.AddHostedService<HubMeter>();
        services.AddHealthChecks().AddCheck<HubHealth>(HubHealth.Name);
        return services;
    }

    private static HubParts Parts(IServiceProvider provider)
    {
        var instances = provider.GetRequiredService<InstanceStore>();
        var index = provider.GetRequiredService<IndexStore>();
        var clock = provider.GetRequiredService<TimeProvider>();
        var home = provider.GetRequiredService<Home>();
        var loggers = provider.GetService<ILoggerFactory>() ?? Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance;
        return new HubParts(
            instances,
            index,
            new InstanceStarter(instances, index, Options(provider), clock),
            new HubLease(provider.GetRequiredService<IStorage>(), Options(provider), clock, provider.GetRequiredService<IHolders>(), provider.GetRequiredService<INudges>()),
            new Standbys(provider.GetRequiredService<IStorage>(), Options(provider), provider.GetRequiredService<INudges>()),
            provider.GetRequiredService<DurableRegistry>(),
            new Completions(home.Schedule),
            home,
            Options(provider),
            clock,
            provider.GetRequiredService<IServiceScopeFactory>(),
            loggers,
            loggers.CreateLogger<DurableHub>());
    }

    private static DurableOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<DurableOptions>>().Value;
}
