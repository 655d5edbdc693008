using ClickDeploy.Alerts;
using ClickDeploy.Deployments;

namespace ClickDeploy.Orchestrations.Deployments;

/// <summary>A deployment that waits too long for its turn. It looks again by itself every half minute, and so this is raised without a timer of its own.</summary>
internal static class QueuedAlert
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static bool IsDue(DeploymentRef deployment, DateTimeOffset now) => now - deployment.CreatedAt >= Patience;

    public static Task Raise(AlertStore alerts, DeploymentRef deployment, string? service, CancellationToken cancellation) => alerts.Raise(
        deployment.Service.OrgId,
        AlertKind.DeploymentQueued,
        deployment.Id.ToString(),
        $"A deployment of {service} has waited for {Patience.TotalMinutes:0} min: another operation of the service runs.",
        "Look at the operation that runs; cancel it if it hangs.",
        deployment.Service,
        deployment.Id,
        cancellation);
}
