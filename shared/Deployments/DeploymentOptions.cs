using System.ComponentModel.DataAnnotations;

namespace ClickDeploy.Deployments;

/// <summary>How a deployment takes over.</summary>
public sealed class DeploymentOptions
{
    /// <summary>DRAIN_SECONDS: how long the old instance goes on answering after the switch.</summary>
    [Range(0, 3600)]
    public double DrainSeconds { get; set; } = 10;

    /// <summary>STOP_GRACE_SECONDS: between SIGTERM and the end of the whole tree.</summary>
    [Range(0, 3600)]
    public double StopGraceSeconds { get; set; } = 10;

    /// <summary>HEALTH_TIMEOUT_SECONDS: how long a new instance has to become healthy.</summary>
    [Range(1, 3600)]
    public double HealthTimeoutSeconds { get; set; } = 60;

    /// <summary>KEPT_DEPLOYMENTS: deployments of a service that stay, with their logs; those whose releases are kept stay in any case.</summary>
    [Range(1, 10_000)]
    public int KeptDeployments { get; set; } = 100;

    /// <summary>WORKER_UP_SECONDS: a worker is healthy when it was up for so long.</summary>
    [Range(0, 3600)]
    public double WorkerUpSeconds { get; set; } = 10;
}
