using ClickDeploy.Clients.Caddy;
using ClickDeploy.Jobs;
using ClickDeploy.Storage;
using ClickDeploy.Targets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Functions.Development;

internal static class CrashPoints
{
    private const string Undecorated = "undecorated";

    /// <summary>Puts borders around every effect that outlives this process, where CRASH_AT is set; else nothing changes. Call it last: it decorates what is there.</summary>
    public static IServiceCollection AddCrashPoints(this IServiceCollection services, IConfiguration configuration, Action<string>? kill = null)
    {
        if (configuration[CrashOptions.Setting] is not { Length: > 0 })
        {
            return services;
        }

        services.AddOptions<CrashOptions>().Configure(options => options.Read(configuration)).ValidateOnStart();
        services.AddSingleton(provider => new Borders(provider.GetRequiredService<IOptions<CrashOptions>>(), kill ?? SelfKill.Now));
        services.Decorate<IStorage>((inner, borders) => new BorderedStorage(inner, borders));
        services.Decorate<IJobs>((inner, borders) => new BorderedJobs(inner, borders));
        services.Decorate<ITarget>((inner, borders) => new BorderedTarget(inner, borders));
        services.Decorate<IRoutes>((inner, borders) => new BorderedRoutes(inner, borders));
        return services;
    }

    // The inner one stays a service, so that whoever owned it still ends it.
    private static void Decorate<T>(this IServiceCollection services, Func<T, Borders, T> decorate)
        where T : class
    {
        if (services.LastOrDefault(service => service.ServiceType == typeof(T) && !service.IsKeyedService) is not { } inner)
        {
            return;
        }

        services.Remove(inner);
        services.Add(inner switch
        {
            { ImplementationInstance: { } instance } => new ServiceDescriptor(typeof(T), Undecorated, instance),
            { ImplementationFactory: { } factory } => new ServiceDescriptor(typeof(T), Undecorated, (provider, _) => factory(provider), inner.Lifetime),
            _ => new ServiceDescriptor(typeof(T), Undecorated, inner.ImplementationType!, inner.Lifetime),
        });
        services.Add(new ServiceDescriptor(
            typeof(T),
            provider => decorate(provider.GetRequiredKeyedService<T>(Undecorated), provider.GetRequiredService<Borders>()),
            inner.Lifetime));
    }
}
