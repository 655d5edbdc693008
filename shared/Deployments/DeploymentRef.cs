using ClickDeploy.Core;
using ClickDeploy.Services;

namespace ClickDeploy.Deployments;

/// <summary>A deployment with what its rows are found by. Ids only, so it may stand in a history. <paramref name="CreatedAt"/> is part of its row key.</summary>
public sealed record DeploymentRef(ServiceRef Service, Guid Deployment, DateTimeOffset CreatedAt)
{
    public DeploymentId Id => new(Deployment);
}
