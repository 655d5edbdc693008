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
}
