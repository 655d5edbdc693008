namespace ClickDeploy.Deployments;

public enum DeploymentStatus
{
    Queued,
    Provisioning,
    Building,
    Pushing,
    Deploying,
    Checking,
    Live,
    Failed,
    Cancelled,
    Superseded,
}

/// <summary>The legal moves of a deployment. A repeat of the same status is legal: steps run twice.</summary>
public static class DeploymentTransitions
{
    public static bool IsFinal(this DeploymentStatus status) =>
        status is DeploymentStatus.Live or DeploymentStatus.Failed or DeploymentStatus.Cancelled or DeploymentStatus.Superseded;

    public static bool MayBecome(this DeploymentStatus from, DeploymentStatus to) => from == to || (from, to) switch
    {
        (DeploymentStatus.Live or DeploymentStatus.Failed or DeploymentStatus.Cancelled or DeploymentStatus.Superseded, _) => false,
        (_, DeploymentStatus.Failed or DeploymentStatus.Cancelled) => true,
        (DeploymentStatus.Queued, DeploymentStatus.Superseded or DeploymentStatus.Provisioning or DeploymentStatus.Building) => true,

        // A rollback builds nothing.
        (DeploymentStatus.Queued, DeploymentStatus.Deploying) => true,
        (DeploymentStatus.Provisioning, DeploymentStatus.Building) => true,
        (DeploymentStatus.Building, DeploymentStatus.Pushing or DeploymentStatus.Deploying) => true,
        (DeploymentStatus.Pushing, DeploymentStatus.Deploying) => true,
        (DeploymentStatus.Deploying, DeploymentStatus.Checking) => true,
        (DeploymentStatus.Checking, DeploymentStatus.Live) => true,
        _ => false,
    };
}
