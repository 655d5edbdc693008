using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ClickDeploy.SelfHost.Durable.Hub;

/// <summary>Whether orchestrations run: here, or in the process that this one stands by for.</summary>
internal sealed class HubHealth(DurableHub hub) : IHealthCheck
{
    public const string Name = "durable";
    private static readonly Dictionary<string, object> Fix = new() { ["fix"] = "It is taken within seconds of a start. If it stays so, look into the platform's log, and whether the store answers." };

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        hub.Term is not null ? HealthCheckResult.Healthy()
        : hub.StandsBy ? HealthCheckResult.Degraded("Another process runs the orchestrations; this one stands by to take over.")
        : HealthCheckResult.Unhealthy("The durable hub is not taken: orchestrations wait.", data: Fix));
}
