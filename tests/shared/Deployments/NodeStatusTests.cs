using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Services;

namespace ClickDeploy.Tests.Shared.Deployments;

public sealed class NodeStatusTests
{
    private static readonly DeploymentId Release = new(Guid.NewGuid());

    [Theory]
    [InlineData(false, null, false, false, false, NodeStatus.NotConfigured)]
    [InlineData(true, null, false, false, false, NodeStatus.Ready)]
    [InlineData(true, DeploymentStatus.Queued, false, false, false, NodeStatus.Deploying)]
    [InlineData(true, DeploymentStatus.Checking, true, true, false, NodeStatus.Deploying)]
    [InlineData(true, DeploymentStatus.Checking, true, false, true, NodeStatus.Deploying)]
    [InlineData(true, DeploymentStatus.Failed, false, false, false, NodeStatus.Failed)]
    [InlineData(false, DeploymentStatus.Failed, false, false, false, NodeStatus.NotConfigured)]
    [InlineData(true, DeploymentStatus.Cancelled, false, false, false, NodeStatus.Ready)]
    [InlineData(true, DeploymentStatus.Superseded, false, false, false, NodeStatus.Ready)]
    [InlineData(true, DeploymentStatus.Live, true, true, false, NodeStatus.Live)]
    [InlineData(true, DeploymentStatus.Failed, true, true, false, NodeStatus.Live)]
    [InlineData(false, DeploymentStatus.Live, true, true, false, NodeStatus.Live)]
    [InlineData(true, DeploymentStatus.Live, true, false, false, NodeStatus.Stopped)]
    [InlineData(true, DeploymentStatus.Failed, true, false, false, NodeStatus.Stopped)]
    [InlineData(true, DeploymentStatus.Live, true, false, true, NodeStatus.Failed)]
    [InlineData(true, DeploymentStatus.Live, true, true, true, NodeStatus.Failed)]
    public void Of_WhatIsSeen(bool configured, DeploymentStatus? newest, bool released, bool desired, bool broken, NodeStatus status)
    {
        var service = Service(configured);
        var state = new ServiceState { Current = released ? Release : null, Desired = desired, Failure = broken ? new("crash_loop", "m", "f") : null };
        var deployment = newest is null ? null : new Deployment { Ref = new(ServiceRef.Of(service), Guid.NewGuid(), default), Number = 1, Status = newest.Value, TriggeredBy = DeploymentTrigger.Manual };

        Assert.Equal(status, NodeStatuses.Of(service, state, deployment));
    }

    [Fact]
    public void Worst_OfEveryPair_IsTheOneThatAsksForALook()
    {
        NodeStatus[] order = [NodeStatus.Failed, NodeStatus.Deploying, NodeStatus.Stopped, NodeStatus.Live, NodeStatus.Ready, NodeStatus.NotConfigured];

        Assert.Equal(Enum.GetValues<NodeStatus>().Order(), order.Order());
        for (var worse = 0; worse < order.Length; worse++)
        {
            for (var better = worse; better < order.Length; better++)
            {
                Assert.Equal(order[worse], NodeStatuses.Worst([order[better], order[worse]]));
            }
        }

        Assert.Null(NodeStatuses.Worst([]));
    }

    [Fact]
    public void PendingChanges_AreWhatADeploymentWouldChange()
    {
        var deployed = Service(configured: true);
        var saved = deployed with { Name = "other", AutoDeploy = false, UpdatedAt = deployed.UpdatedAt.AddDays(1), Port = null, InstanceSize = InstanceSize.Large, GitSource = deployed.GitSource! with { RootDir = "/api" } };

        Assert.Empty(PendingChange.Between(deployed, deployed));
        Assert.Equal(
            [new("git_source.root_dir", "/", "/api"), new("instance_size", InstanceSize.Medium, InstanceSize.Large), new("port", 8080, null)],
            PendingChange.Between(deployed, saved));
        Assert.Equal(["git_source.url", "git_source.root_dir"], PendingChange.Between(deployed, deployed with { GitSource = null }).Select(change => change.Field));
    }

    private static Service Service(bool configured) => new()
    {
        Org = new("acme"),
        Project = new(Guid.NewGuid()),
        Id = new(Guid.NewGuid()),
        Name = "web",
        GitSource = configured ? new("https://github.com/acme/web", null) : null,
        CreatedAt = default,
        UpdatedAt = default,
    };
}
