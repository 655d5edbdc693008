using ClickDeploy.Services;

namespace ClickDeploy.Deployments;

/// <summary>What a node on the canvas shows (specification 6.2.2).</summary>
public enum NodeStatus
{
    NotConfigured,
    Ready,
    Deploying,
    Live,
    Failed,
    Stopped,
}

public static class NodeStatuses
{
    // From what asks for a look to what does not.
    private static readonly NodeStatus[] WorstFirst = [NodeStatus.Failed, NodeStatus.Deploying, NodeStatus.Stopped, NodeStatus.Live, NodeStatus.Ready, NodeStatus.NotConfigured];

    /// <summary>What a service is, from what is seen of it. A failed deployment does not make a service failed whose old release serves.</summary>
    public static NodeStatus Of(Service service, ServiceState state, Deployment? newest) => (newest, state) switch
    {
        ({ Status: var status }, _) when !status.IsFinal() => NodeStatus.Deploying,
        (_, { Failure: not null }) => NodeStatus.Failed,
        (_, { Current: not null, Desired: true }) => NodeStatus.Live,
        (_, { Current: not null }) => NodeStatus.Stopped,
        _ when service.GitSource is null => NodeStatus.NotConfigured,
        ({ Status: DeploymentStatus.Failed }, _) => NodeStatus.Failed,
        _ => NodeStatus.Ready,
    };

    /// <summary>One for a whole project; null: it has no nodes.</summary>
    public static NodeStatus? Worst(IReadOnlyCollection<NodeStatus> nodes) => nodes.Count == 0 ? null : WorstFirst.First(nodes.Contains);
}
