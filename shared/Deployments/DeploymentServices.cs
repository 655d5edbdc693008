using ClickDeploy.Core;
using ClickDeploy.Health;
using ClickDeploy.Hosts;
using ClickDeploy.Links;
using ClickDeploy.Logs;
using ClickDeploy.Operations;
using ClickDeploy.Releases;
using ClickDeploy.Services;
using ClickDeploy.Targets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClickDeploy.Deployments;

public static class DeploymentServices
{
    /// <summary>Deployments with what they write and read: states, releases, logs, evidence, names, health.</summary>
    public static IServiceCollection AddDeployments(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DeploymentOptions>().Configure(options =>
        {
            options.DrainSeconds = configuration.Number("DRAIN_SECONDS", options.DrainSeconds, 0, 3600);
            options.StopGraceSeconds = configuration.Number("STOP_GRACE_SECONDS", options.StopGraceSeconds, 0, 3600);
            options.HealthTimeoutSeconds = configuration.Number("HEALTH_TIMEOUT_SECONDS", options.HealthTimeoutSeconds, 1, 3600);
            options.KeptDeployments = (int)configuration.Number("KEPT_DEPLOYMENTS", options.KeptDeployments, 1, 10_000);
            options.WorkerUpSeconds = configuration.Number("WORKER_UP_SECONDS", options.WorkerUpSeconds, 0, 3600);
        }).ValidateOnStart();
        services.AddOptions<ReleaseOptions>().Configure(options =>
        {
            options.DataDirectory = configuration.DataDirectory();
            options.Kept = (int)configuration.Number("KEPT_RELEASES", options.Kept, 1, 100);
            options.MinFreeBytes = (long)configuration.Number("MIN_FREE_DISK_BYTES", options.MinFreeBytes, 0, long.MaxValue);
            options.CacheBytes = (long)configuration.Number("BUILD_CACHE_BYTES", options.CacheBytes, 0, long.MaxValue);
            options.BuildTimeout = TimeSpan.FromSeconds(configuration.Number("BUILD_TIMEOUT_SECONDS", options.BuildTimeout.TotalSeconds, 1, 86_400));
        }).ValidateOnStart();
        services.AddOptions<LogOptions>().Configure(options =>
        {
            options.RuntimeAge = TimeSpan.FromDays(configuration.Number("RUNTIME_LOG_DAYS", options.RuntimeAge.TotalDays, 1, 3650));
            options.RuntimeBytes = (long)configuration.Number("RUNTIME_LOG_MIB", options.RuntimeBytes >> 20, 8, 1 << 20) << 20;
        }).ValidateOnStart();
        services.AddOptions<OperationOptions>().Configure(options => options.Kept = TimeSpan.FromDays(configuration.Number("OPERATION_DAYS", options.Kept.TotalDays, 1, 3650))).ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Signals>();
        services.TryAddSingleton<ServiceStateStore>();
        services.TryAddSingleton<DeploymentStore>();
        services.TryAddSingleton<OperationStore>();
        services.TryAddSingleton<EvidenceStore>();
        services.TryAddSingleton<Rollbacks>();
        services.TryAddSingleton<DeploymentRetention>();
        services.TryAddSingleton<CacheBudget>();
        services.TryAddSingleton<DeploymentVariables>();
        services.TryAddSingleton<GitTokens>();
        services.TryAddSingleton<LogStore>();
        services.TryAddSingleton<IOutputSink, RuntimeLogs>();
        services.TryAddSingleton<HostClaims>();
        services.TryAddSingleton<ServiceHosts>();
        services.TryAddSingleton<LinkValues>();
        services.TryAddSingleton<LinkedVariables>();
        services.TryAddSingleton<ReleaseDirectories>();
        services.AddHttpClient<HealthProbe>(http => http.Timeout = HealthProbe.Timeout)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.Zero, UseProxy = false })
            .RemoveAllLoggers();
        return services;
    }
}
