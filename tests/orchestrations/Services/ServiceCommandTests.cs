using ClickDeploy.Clients.Caddy;
using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Orchestrations.Services;
using ClickDeploy.Services;
using ClickDeploy.Tests.Orchestrations.World;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Orchestrations.Services;

public sealed class ServiceCommandTests(SampleSource source) : IClassFixture<SampleSource>
{
    [Fact]
    public async Task Stop_OfALiveService_RemovesItsInstanceAndShowsTheStoppedPage()
    {
        await using var world = new SagaWorld(source.Url);
        world.Deploy();

        world.Command(OperationKind.Stop);

        world.AssertStopped();
        Assert.Equal((1, OperationKind.Stop, null), (world.State().LastCommand!.Number, world.State().LastCommand!.Kind, world.State().LastCommand!.Failure));
    }

    [Fact]
    public async Task Start_OfAStoppedService_ServesTheSameReleaseAgain()
    {
        await using var world = new SagaWorld(source.Url);
        var deployment = world.Deploy();
        world.Command(OperationKind.Stop);

        world.Command(OperationKind.Start);

        Assert.NotEqual(deployment.Instance, world.Serving());
        Assert.Equal(deployment.Ref.Id, world.State().Current);
        Assert.Equal(NodeStatus.Live, world.NodeStatus());
        world.AssertNothingLeft(world.Serving());
    }

    [Fact]
    public async Task Restart_OfALiveService_SwitchesToAnotherInstance()
    {
        await using var world = new SagaWorld(source.Url);
        var deployment = world.Deploy();

        world.Command(OperationKind.Restart);

        Assert.NotEqual(deployment.Instance, world.Serving());
        Assert.Equal(deployment.Ref.Id, world.State().Current);
        world.AssertNothingLeft(world.Serving());
    }

    [Fact]
    public async Task Restart_WhoseInstanceIsSick_LeavesTheOldOneServingAndSaysWhy()
    {
        await using var world = new SagaWorld(source.Url);
        var deployment = world.Deploy();
        world.Target.Sick = true;

        world.Command(OperationKind.Restart);

        Assert.Equal("never_healthy", world.State().LastCommand?.Failure?.Code);
        Assert.Equal(NodeStatus.Live, world.NodeStatus());
        Assert.NotNull(world.Read(services => services.GetRequiredService<EvidenceStore>().Find(deployment.Ref)));
        world.AssertNothingLeft(deployment.Instance);
    }

    [Fact]
    public async Task Start_WhoseInstanceEnds_IsFailedUntilItStarts()
    {
        await using var world = new SagaWorld(source.Url);
        world.Deploy();
        world.Command(OperationKind.Stop);
        world.Target.EndsAtOnce = true;

        world.Command(OperationKind.Start);

        Assert.Equal("instance_ended", world.State().Failure?.Code);
        Assert.Equal(NodeStatus.Failed, world.NodeStatus());
        Assert.IsType<Route.Failed>(world.Read(_ => world.Routes.Find(world.State().Host!)));
        Assert.Empty(world.Target.Running);

        world.Target.EndsAtOnce = false;
        world.Command(OperationKind.Start);
        Assert.Equal(NodeStatus.Live, world.NodeStatus());
        world.AssertNothingLeft(world.Serving());
    }

    [Fact]
    public async Task Start_AfterACrashLoop_ServesAgain()
    {
        await using var world = new SagaWorld(source.Url);
        var dead = world.Deploy().Instance!.Value;
        world.Target.Kill(dead);
        world.Target.EndsAtOnce = true;
        var restart = new RestartInstanceInput(world.Service, dead.Value);
        world.Run(nameof(RestartInstance), restart, restart.OperationId);
        world.Target.EndsAtOnce = false;

        world.Command(OperationKind.Start);

        Assert.Null(world.State().Failure);
        world.AssertNothingLeft(world.Serving());
    }

    [Fact]
    public async Task Stop_WhileAnInstanceIsBeingRestarted_StaysStopped()
    {
        await using var world = new SagaWorld(source.Url);
        var dead = world.Deploy().Instance!.Value;
        world.Target.Kill(dead);
        world.Target.EndsAtOnce = true;
        var restart = new RestartInstanceInput(world.Service, dead.Value);
        world.Begin(nameof(RestartInstance), restart, restart.OperationId);
        while (world.State().Restarts.Count < 2)
        {
            world.Pass(TimeSpan.FromSeconds(0.1));
        }

        world.Command(OperationKind.Stop);
        world.Target.EndsAtOnce = false;
        world.End(restart.OperationId);

        world.AssertStopped();
    }

    [Fact]
    public async Task Stop_AskedForBehindADeploymentThatWaits_ComesAfterIt()
    {
        await using var world = new SagaWorld(source.Url);
        world.Deploy();
        var running = world.StartInTurn();
        var waiting = world.Start();
        world.PassUntil(() => world.State().Waiting.Count == 1);
        var stop = world.NextCommand(OperationKind.Stop);
        world.Begin(nameof(StopService), stop, stop.OperationId);

        world.End(stop.OperationId);

        Assert.Equal([DeploymentStatus.Live, DeploymentStatus.Live], new[] { running, waiting }.Select(deployment => world.Finish(deployment).Status));
        world.AssertStopped();
    }

    [Fact]
    public async Task Worker_StopStartRestart_HasNoRouteAtAnyTime()
    {
        await using var world = new SagaWorld(source.Url, port: null);
        Assert.Equal(DeploymentStatus.Live, world.Deploy().Status);

        foreach (var (kind, running) in new[] { (OperationKind.Restart, 1), (OperationKind.Stop, 0), (OperationKind.Start, 1) })
        {
            world.Command(kind);

            Assert.Equal((kind, (Failure?)null), (world.State().LastCommand!.Kind, world.State().LastCommand!.Failure));
            Assert.Equal(running, world.Target.Running.Count);
            Assert.Null(world.State().Host);
            Assert.Empty(world.Read(_ => world.Routes.List()));
        }
    }

    [Theory]
    [InlineData(OperationKind.Start, "already_running")]
    [InlineData(OperationKind.Stop, null)]
    public async Task Command_ThatTheStateDoesNotAllowAnyMore_ChangesNothing(OperationKind kind, string? code)
    {
        await using var world = new SagaWorld(source.Url);
        var live = world.Deploy();

        world.Command(kind);
        Assert.Equal(code, world.State().LastCommand?.Failure?.Code);
        if (kind == OperationKind.Start)
        {
            world.AssertNothingLeft(live.Instance);
            return;
        }

        world.Command(kind);
        world.AssertStopped();
        world.Command(OperationKind.Restart);
        Assert.Equal("not_running", world.State().LastCommand?.Failure?.Code);
        world.AssertStopped();
    }
}
