using ClickDeploy.Clients.Caddy;
using ClickDeploy.Deployments;
using ClickDeploy.Operations;
using ClickDeploy.Orchestrations.Cleanup;
using ClickDeploy.Orchestrations.Deployments;
using ClickDeploy.Orchestrations.Services;
using ClickDeploy.Services;
using ClickDeploy.Tests.Orchestrations.World;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Orchestrations.Services;

/// <summary>An administrator terminates an operation, at any of its steps: what it began is undone or finished, and the service is free.</summary>
[Trait("Speed", "Slow")]
public sealed class EndAbandonedTests(SampleSource source) : IClassFixture<SampleSource>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Deployment_TerminatedAtAnyStep_IsUndoneOrLive(bool afterItsEffect) => AtEveryStep(afterItsEffect, 14, Deployed, (world, _) => world.Start().Id.ToString(), AssertDeployment);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task FirstDeployment_TerminatedAtAnyStep_IsUndoneOrLive(bool afterItsEffect) => AtEveryStep(afterItsEffect, 12, _ => null, (world, _) => world.Start().Id.ToString(), AssertDeployment);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Rollback_TerminatedAtAnyStep_IsUndoneOrLive(bool afterItsEffect) => AtEveryStep(
        afterItsEffect,
        9,
        world =>
        {
            var first = world.Deploy();
            world.Deploy();
            return first;
        },
        (world, first) => world.Start(deployment => new(deployment, DeploymentTrigger.Rollback, Rollback: new(first!.Ref.Deployment, first.Number))).Id.ToString(),
        AssertDeployment);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Stop_TerminatedAtAnyStep_ServesOrIsStopped(bool afterItsEffect) => AtEveryStep(afterItsEffect, 4, Deployed, (world, _) => Command(world, OperationKind.Stop), (world, _, before) =>
    {
        if (!world.State().Desired)
        {
            world.AssertStopped();
            return;
        }

        world.AssertNothingLeft(before!.Instance);
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Start_TerminatedAtAnyStep_ServesOrSaysThatItDoesNot(bool afterItsEffect) => AtEveryStep(
        afterItsEffect,
        6,
        world =>
        {
            var deployment = world.Deploy();
            world.Command(OperationKind.Stop);
            return deployment;
        },
        (world, _) => Command(world, OperationKind.Start),
        AssertServesOrNot);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task StartAfterACrashLoop_TerminatedAtAnyStep_ServesOrSaysThatItDoesNot(bool afterItsEffect) => AtEveryStep(
        afterItsEffect,
        6,
        world =>
        {
            var deployment = world.Deploy();
            world.Target.Kill(deployment.Instance!.Value);
            world.Target.EndsAtOnce = true;
            var restart = new RestartInstanceInput(world.Service, deployment.Instance!.Value.Value);
            world.Run(nameof(RestartInstance), restart, restart.OperationId);
            world.Target.EndsAtOnce = false;
            return deployment;
        },
        (world, _) => Command(world, OperationKind.Start),
        (world, _, _) =>
        {
            world.AssertNothingLeft(world.Serving());
            Assert.Equal(world.Serving() is null ? NodeStatus.Failed : NodeStatus.Live, world.NodeStatus());
            Assert.Equal(world.Serving() is null, world.State().Failure is not null);
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Restart_TerminatedAtAnyStep_Serves(bool afterItsEffect) => AtEveryStep(afterItsEffect, 6, Deployed, (world, _) => Command(world, OperationKind.Restart), (world, _, _) =>
    {
        Assert.NotNull(world.Serving());
        world.AssertNothingLeft(world.Serving());
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task RestartOfADeadInstance_TerminatedAtAnyStep_IsTakenUpAgain(bool afterItsEffect) => AtEveryStep(
        afterItsEffect,
        6,
        world =>
        {
            var deployment = world.Deploy();
            world.Target.Kill(deployment.Instance!.Value);
            return deployment;
        },
        (world, before) =>
        {
            var restart = new RestartInstanceInput(world.Service, before!.Instance!.Value.Value);
            world.Begin(nameof(RestartInstance), restart, restart.OperationId);
            return restart.OperationId;
        },
        (world, _, _) =>
        {
            world.Reconcile();
            world.PassUntil(() => world.Serving() is not null && world.State().Operation is null);
            world.AssertNothingLeft(world.Serving());
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task End_KilledAtAnyStep_LeavesNothing(bool afterItsEffect)
    {
        for (var n = 0; ; n++)
        {
            await using var world = new SagaWorld(source.Url);
            var before = world.Deploy();
            var id = "";
            Assert.True(world.TerminateAt(10, afterItsEffect: true, () => id = world.Start().Id.ToString()));
            Assert.Equal(2, world.Target.Running.Count);

            var killed = world.KillAt(n, afterItsEffect, () => End(world, id));
            world.End(new AbandonedOperation(world.Service, id).OperationId);

            AssertDeployment(world, id, before);
            Assert.Equal(before.Instance, world.Serving());
            if (!killed)
            {
                Assert.InRange(n, 6, 20);
                return;
            }
        }
    }

    [Fact]
    public async Task Waiting_ForATerminatedOne_GetsItsTurn()
    {
        await using var world = new SagaWorld(source.Url);
        world.Jobs.Held = true;
        var first = world.StartInTurn();
        var second = world.Start();
        world.PassUntil(() => world.State().Waiting.Count == 1);
        world.Terminate(first.Id.ToString());
        world.Jobs.Held = false;

        var live = world.Finish(second);

        Assert.Equal(DeploymentStatus.Live, live.Status);
        world.PassUntil(() => world.State().Operation is null);
        world.AssertNothingLeft(live.Instance);
        Assert.Equal("failed", Outcome(world, first.Id.ToString()));
    }

    [Fact]
    public async Task Waiting_AndTerminated_LeavesTheQueue_AndWhoeverHasTheServiceAlone()
    {
        await using var world = new SagaWorld(source.Url);
        world.Jobs.Held = true;
        var first = world.StartInTurn();
        var stop = Command(world, OperationKind.Stop);
        world.PassUntil(() => world.State().Waiting.Count == 1);
        world.Terminate(stop);

        End(world, stop);
        world.PassUntil(() => world.State().Waiting.Count == 0);

        Assert.Equal("terminated", Outcome(world, stop));
        Assert.Equal(first.Id.ToString(), world.State().Operation?.Id);
        world.Jobs.Held = false;
        Assert.Equal(DeploymentStatus.Live, world.Finish(first).Status);
    }

    [Fact]
    public async Task Abandoned_ThatBeganAgainMeanwhile_IsLeftAlone()
    {
        await using var world = new SagaWorld(source.Url);
        world.Jobs.Held = true;
        var deployment = world.StartInTurn();
        var id = deployment.Id.ToString();
        world.Terminate(id);
        End(world, id);
        world.Begin(nameof(DeployService), new DeployServiceInput(deployment, DeploymentTrigger.Manual), id);

        world.End(new AbandonedOperation(world.Service, id).OperationId);

        Assert.Equal(id, world.State().Operation?.Id);
        world.Jobs.Held = false;
        Assert.Equal(DeploymentStatus.Live, world.Finish(deployment).Status);
        world.AssertNothingLeft(world.Serving());
    }

    [Fact]
    public async Task Abandoned_ThatWasPurged_IsEnded()
    {
        await using var world = new SagaWorld(source.Url);
        world.Jobs.Held = true;
        var id = world.StartInTurn().Id.ToString();
        world.Terminate(id);
        world.Tick((_, client) => client.PurgeInstanceAsync(id));
        world.Jobs.Held = false;

        Assert.Equal(DeploymentStatus.Live, world.Deploy().Status);

        world.AssertNothingLeft(world.Serving());
        Assert.Equal("failed", Outcome(world, id));
    }

    [Fact]
    public async Task Delete_OfAServiceWhoseOperationWasTerminated_LeavesNothing()
    {
        await using var world = new SagaWorld(source.Url);
        world.Deploy();
        world.TerminateAt(10, afterItsEffect: true, () => world.Start().Id.ToString());

        world.Run(nameof(DeleteService), world.Service, $"delete-{world.Service.Service}");

        Assert.Empty(world.Read(_ => world.Target.List()));
        Assert.Empty(world.Read(_ => world.Routes.List()));
        Assert.Null(world.Newest());
        Assert.Empty(world.Entries("releases"));
    }

    private async Task AtEveryStep(bool afterItsEffect, int atLeast, Func<SagaWorld, Deployment?> prepare, Func<SagaWorld, Deployment?, string> begin, Action<SagaWorld, string, Deployment?> check)
    {
        for (var n = 0; ; n++)
        {
            await using var world = new SagaWorld(source.Url);
            var before = prepare(world);
            var id = "";
            if (!world.TerminateAt(n, afterItsEffect, () => id = begin(world, before)))
            {
                // The ladder has steps, or it shows nothing.
                Assert.InRange(n, atLeast, 40);
                return;
            }

            End(world, id);
            world.End(new AbandonedOperation(world.Service, id).OperationId);

            Assert.Null(world.State().Operation);
            check(world, id, before);
            var next = world.Deploy();
            Assert.Equal(DeploymentStatus.Live, next.Status);
            world.AssertNothingLeft(next.Instance);
        }
    }

    // As a cancel of the user's does.
    private static void End(SagaWorld world, string id) => world.Tick(async (services, client) =>
        Assert.True(await services.GetRequiredService<AbandonedOperations>().End(client, world.Service, id, givesUp: false, CancellationToken.None)));

    private static void AssertDeployment(SagaWorld world, string id, Deployment? before)
    {
        var deployment = world.Newest()!;
        Assert.Equal(id, deployment.Ref.Id.ToString());
        var isLive = world.State().Current == deployment.Ref.Id;
        Assert.Equal(isLive ? DeploymentStatus.Live : DeploymentStatus.Failed, deployment.Status);
        Assert.Equal(isLive ? null : EndAbandoned.Failure, deployment.Error);
        if (deployment.Rollback is null)
        {
            world.AssertNothingLeft(isLive ? deployment.Instance : world.Serving());
        }

        Assert.Equal(world.Serving() is { } serving ? [serving] : [], world.Read(_ => world.Target.List()));
        Assert.Equal(before is null && !isLive, world.Serving() is null);
    }

    private static void AssertServesOrNot(SagaWorld world, string id, Deployment? before)
    {
        if (world.State().Desired)
        {
            Assert.NotNull(world.Serving());
            world.AssertNothingLeft(world.Serving());
            return;
        }

        world.AssertNothingLeft(null);
        Assert.Equal(EndAbandoned.Failure, world.State().Failure);
        Assert.IsType<Route.Failed>(world.Read(_ => world.Routes.Find(world.State().Host!)));
    }

    private static Deployment? Deployed(SagaWorld world) => world.Deploy();

    private static string Command(SagaWorld world, OperationKind kind)
    {
        var command = world.NextCommand(kind);
        world.Begin($"{kind}Service", command, command.OperationId);
        return command.OperationId;
    }

    private static string? Outcome(SagaWorld world, string id) => world.Read(services => services.GetRequiredService<OperationStore>().Find(world.Service.OrgId, id))?.Value.Outcome;
}
