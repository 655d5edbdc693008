using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace ClickDeploy.SelfHost.Queues;

internal static class QueueServices
{
    public static void AddQueues(this IServiceCollection services, QueueOptions options, IReadOnlyList<QueueFunction> functions)
    {
        services.TryAddSingleton(options);
        if (functions.Count > 0)
        {
            services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<QueueService>(provider, functions));
        }
    }
}
