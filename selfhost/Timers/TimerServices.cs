using ClickDeploy.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ClickDeploy.SelfHost.Timers;

internal static class TimerServices
{
    public static void AddTimers(this IServiceCollection services, IReadOnlyList<TimerFunction> timers)
    {
        if (timers.Count > 0)
        {
            services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<TimerService>(provider, timers));
        }
    }

    public static void Refuse(IReadOnlyList<TimerFunction> timers, IServiceProvider services, List<string> problems)
    {
        if (timers.FirstOrDefault(timer => timer.Monitored) is { } timer && !services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(IStorage)))
        {
            problems.Add($"The timer {timer.Name} keeps its due times in storage and there is none: register an IStorage in Program.cs.");
        }
    }
}
