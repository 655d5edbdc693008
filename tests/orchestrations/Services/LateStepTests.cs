using ClickDeploy.Deployments;
using ClickDeploy.Orchestrations.Deployments;
using ClickDeploy.Orchestrations.Services;
using ClickDeploy.Services;
using ClickDeploy.Tests.Orchestrations.World;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Orchestrations.Services;

/// <summary>An operation is terminated while a step of it is held up, and ended; what the step does when it goes on at last leaves nothing and disturbs nobody.</summary>
[Trait("Speed", "Slow")]
public sealed class LateStepTests(SampleSource source) : IClassFixture<SampleSource>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Deployment_AnyStepGoesOnAfterItsEnd_DisturbsNothing(bool inTheNext) => AtEveryStep(inTheNext, 14, world => world.Deploy(), (world, _) => world.Start().Id.ToString());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task FirstDeployment_AnyStepGoesOnAfterItsEnd_DisturbsNothing(bool inTheNext) => AtEveryStep(inTheNext, 12, _ => null, (world, _) => world.Start().Id.ToString());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Stop_AnyStepGoesOnAfterItsEnd_DisturbsNothing(bool inTheNext) => AtEveryStep(inTheNext, 4, world => world.Deploy(), (world, _) => Command(world, OperationKind.Stop));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Restart_AnyStepGoesOnAfterItsEnd_DisturbsNothing(bool inTheNext) => AtEveryStep(inTheNext, 6, world => world.Deploy(), (world, _) => Command(world, OperationKind.Restart));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task RestartOfADeadInstance_AnyStepGoesOnAfterItsEnd_DisturbsNothing(bool inTheNext) => AtEveryStep(
        inTheNext,
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
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Instance_ThatStartsAfterTheEnd_IsRemoved(bool inTheNext)
    {
        await using var world = new SagaWorld(source.Url);
        var before = world.Deploy();
        var gate = world.Target.BeforeReserve = new();

        var serving = EndsWhile(gate, world, inTheNext, () => world.Start().Id.ToString()) ?? before;

        world.AssertNothingLeft(serving.Instance);
        Assert.Equal(serving.Ref.Id, world.State().Current);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task InstanceOfARestart_ThatStartsAfterTheEnd_IsRemoved(bool inTheNext)
    {
        await using var world = new SagaWorld(source.Url);
        var before = world.Deploy();
        var gate = world.Target.BeforeReserve = new();

        var serving = EndsWhile(gate, world, inTheNext, () => Command(world, OperationKind.Restart)) ?? before;

        world.AssertNothingLeft(serving.Instance);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Route_ThatIsSetAfterTheEnd_IsPutRight(bool inTheNext)
    {
        await using var world = new SagaWorld(source.Url);
        world.Deploy();
        var gate = world.Routes.BeforePoint = new();

        // It had the traffic by the service's state: it is live.
        var deployment = "";
        var serving = EndsWhile(gate, world, inTheNext, () => deployment = world.Start().Id.ToString()) ?? world.Newest()!;

        Assert.Equal(!inTheNext, serving.Ref.Id.ToString() == deployment);
        Assert.Equal(DeploymentStatus.Live, serving.Status);
        world.AssertNothingLeft(serving.Instance);
    }

    [Fact]
    public async Task RouteOfAStop_ThatIsSetWhileTheNextIsLive_IsPutRight()
    {
        await using var world = new SagaWorld(source.Url);
        world.Deploy();
        var gate = world.Routes.BeforePoint = new();

        var serving = EndsWhile(gate, world, inTheNext: true, () => Command(world, OperationKind.Stop))!;

        world.AssertNothingLeft(serving.Instance);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Release_ThatIsKeptAfterTheEnd_IsRemoved(bool inTheNext)
    {
        await using var world = new SagaWorld(source.Url);
        var before = world.Deploy();
        var gate = world.Jobs.BeforeRemove = new();

        var serving = EndsWhile(gate, world, inTheNext, () => world.Start().Id.ToString()) ?? before;

        world.AssertNothingLeft(serving.Instance);
    }

    [Fact]
    public async Task Strays_ThatAreRemovedInTheNext_AreNotWhatServes()
    {
        await using var world = new SagaWorld(source.Url);
        world.Deploy();
        world.TerminateAt(10, afterItsEffect: true, () => world.Start().Id.ToString());
        var abandoned = new AbandonedOperation(world.Service, world.Newest()!.Ref.Id.ToString());
        var gate = world.Routes.BeforePoint = new();
        End(world, abandoned.Operation);
        world.PassUntil(() => gate.IsHolding);
        // The one that undoes is ended too, and another does it.
        world.Terminate(abandoned.OperationId);
        End(world, abandoned.Operation);
        world.End(abandoned.OperationId);
        var next = world.Deploy();

        world.LetGo(gate);

        world.AssertNothingLeft(next.Instance);
    }

    /// <summary>A process is frozen in the step, another takes over and does it; the first comes back when the deployment is live.</summary>
    [Theory]
    [InlineData(nameof(StartInstance), false)]
    [InlineData(nameof(StartInstance), true)]
    [InlineData(nameof(KeepRelease), false)]
    [InlineData(nameof(KeepRelease), true)]
    public async Task Deployment_WhoseStepWasDoneByAnotherProcess_KeepsWhatItHas(string step, bool inTheNext)
    {
        await using var world = new SagaWorld(source.Url);
        world.Deploy();
        var gate = step == nameof(StartInstance) ? world.Target.BeforeReserve = new() : world.Jobs.BeforeRemove = new();
        var frozen = Twice(world, step, gate);
        var live = world.Deploy();
        world.Intercept(null);
        var serving = inTheNext ? world.Deploy() : live;

        world.Tick((_, _) => ComeBack(gate, frozen));

        Assert.Equal(DeploymentStatus.Live, live.Status);
        world.AssertNothingLeft(serving.Instance);
        if (inTheNext)
        {
            // Its release is still there.
            Assert.Equal(DeploymentStatus.Live, world.Rollback(live).Status);
        }
    }

    [Fact]
    public async Task Restart_WhoseInstanceWasStartedByAnotherProcess_Serves()
    {
        await using var world = new SagaWorld(source.Url);
        world.Deploy();
        var gate = world.Target.BeforeReserve = new();
        var frozen = Twice(world, nameof(StartInstance), gate);
        world.Command(OperationKind.Restart);
        world.Intercept(null);
        var serving = world.State().Instance;

        world.Tick((_, _) => ComeBack(gate, frozen));

        world.AssertNothingLeft(serving);
    }

    // The first of both is held at the gate.
    private static List<Task> Twice(SagaWorld world, string step, Gate gate)
    {
        var frozen = new List<Task>();
        world.Intercept(async (_, name, _, run) =>
        {
            if (name == step && frozen.Count == 0)
            {
                frozen.Add(run());
                await gate.Arrived;
            }

            return await run();
        });
        return frozen;
    }

    private static async Task ComeBack(Gate gate, List<Task> frozen)
    {
        gate.Open();
        // However it ends: nobody waits for its result.
        await Task.WhenAny(Assert.Single(frozen));
    }

    [Fact]
    public async Task Stop_RewoundAfterItWasGivenUp_StopsNothing()
    {
        await using var world = new SagaWorld(source.Url);
        world.Deploy();
        var stop = BrokenStop(world);
        world.Tick(async (services, client) => Assert.True(await services.GetRequiredService<AbandonedOperations>().End(client, world.Service, stop, givesUp: true, CancellationToken.None)));
        world.End(new AbandonedOperation(world.Service, stop).OperationId);
        var next = world.Deploy();
        var state = world.State();

        var rewound = Rewind(world, stop);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, rewound.RuntimeStatus);
        Assert.Contains("does not have its turn", rewound.SerializedOutput, StringComparison.Ordinal);
        Assert.Equivalent(state, world.State());
        world.AssertNothingLeft(next.Instance);
    }

    [Fact]
    public async Task Stop_RewoundWhileItHasItsTurn_GoesOn()
    {
        await using var world = new SagaWorld(source.Url);
        world.Deploy();

        Assert.Equal(OrchestrationRuntimeStatus.Completed, Rewind(world, BrokenStop(world)).RuntimeStatus);

        world.AssertStopped();
    }

    [Theory]
    [InlineData(OperationKind.Deploy)]
    [InlineData(OperationKind.Stop)]
    public async Task Claim_OfAnOperationThatIsDone_IsGivenBack(OperationKind kind)
    {
        await using var world = new SagaWorld(source.Url);
        world.Deploy();
        ClaimService? claim = null;
        world.Intercept((_, name, input, run) =>
        {
            claim = name == nameof(ClaimService) ? (ClaimService)input! : claim;
            return run();
        });
        if (kind == OperationKind.Deploy)
        {
            world.Deploy();
        }
        else
        {
            var stop = Command(world, kind);
            world.Tick((_, client) => client.WaitForInstanceCompletionAsync(stop));
        }

        world.Intercept(null);
        var state = world.State();

        world.Tick((services, client) => ActivatorUtilities.CreateInstance<ClaimServiceActivity>(services).Run(claim!, client, CancellationToken.None));

        Assert.Equivalent(state, world.State());
        Assert.Equal(kind == OperationKind.Stop, world.Serving() is null);
        Assert.Equal(DeploymentStatus.Live, world.Deploy().Status);
    }

    // A step of the try before, held up in another process, gives the turn back late.
    [Fact]
    public async Task Restart_ThatLosesItsTurn_LeavesNothing()
    {
        await using var world = new SagaWorld(source.Url);
        var before = world.Deploy();
        world.Target.Kill(before.Instance!.Value);
        var restart = new RestartInstanceInput(world.Service, before.Instance!.Value.Value);
        ServiceStateStore? states = null;
        world.Tick((services, _) => Task.FromResult(states = services.GetRequiredService<ServiceStateStore>()));
        world.Intercept(async (_, name, _, run) =>
        {
            var result = await run();
            if (name == nameof(StartInstance))
            {
                await states!.Change(world.Service, state => state with { Operation = null });
            }

            return result;
        });
        world.Begin(nameof(RestartInstance), restart, restart.OperationId);
        world.Tick((_, client) => client.WaitForInstanceCompletionAsync(restart.OperationId));
        world.Intercept(null);

        Assert.Null(world.State().Operation);
        Assert.DoesNotContain(world.Read(_ => world.Target.List()), instance => instance != before.Instance);
        world.AssertNothingLeft(world.Deploy().Instance);
    }

    // Its first step fails until it is not tried any more.
    private static string BrokenStop(SagaWorld world)
    {
        world.Intercept((_, name, _, run) => name == nameof(StopServing) ? throw new IOException("the outside is out of order") : run());
        var id = Command(world, OperationKind.Stop);
        world.Tick((_, client) => client.WaitForInstanceCompletionAsync(id));
        world.Intercept(null);
        return id;
    }

    private static OrchestrationMetadata Rewind(SagaWorld world, string id)
    {
        OrchestrationMetadata? ended = null;
        world.Tick(async (_, client) =>
        {
            await client.RewindInstanceAsync(id, "");
            ended = await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        });
        return ended!;
    }

    /// <summary>The gate holds one of its steps. <paramref name="inTheNext"/>: that goes on when the next deployment is live, which is answered.</summary>
    private static Deployment? EndsWhile(Gate gate, SagaWorld world, bool inTheNext, Func<string> begin)
    {
        var id = begin();
        world.PassUntil(() => gate.IsHolding);
        world.Terminate(id);
        End(world, id);
        world.End(new AbandonedOperation(world.Service, id).OperationId);
        var next = inTheNext ? world.Deploy() : null;
        world.LetGo(gate);
        return next;
    }

    private async Task AtEveryStep(bool inTheNext, int atLeast, Func<SagaWorld, Deployment?> prepare, Func<SagaWorld, Deployment?, string> begin)
    {
        for (var n = 0; ; n++)
        {
            await using var world = new SagaWorld(source.Url);
            var before = prepare(world);
            var id = "";
            if (world.HoldAt(n, () => id = begin(world, before)) is not { } gate)
            {
                // The ladder has steps, or it shows nothing.
                Assert.InRange(n, atLeast, 40);
                return;
            }

            End(world, id);
            world.End(new AbandonedOperation(world.Service, id).OperationId);
            var live = inTheNext ? world.Deploy() : null;
            var (state, serving, present) = (world.State(), world.Serving(), world.Read(_ => world.Target.List()));

            world.LetGo(gate);

            // What claimed the service late is ended in its turn, and is a command that was given.
            world.PassUntil(() => world.State() is { Operation: null, Waiting: [] });
            Assert.Equivalent(state with { LastCommand = null }, world.State() with { LastCommand = null });
            Assert.Equal((serving, live?.Instance ?? serving), (world.Serving(), world.Serving()));
            Assert.Equal(present, world.Read(_ => world.Target.List()));
            Assert.Empty(world.Entries("builds"));
            Assert.Empty(world.Jobs.Known);
            var next = world.Deploy();
            Assert.Equal(DeploymentStatus.Live, next.Status);
            world.AssertNothingLeft(next.Instance);
        }
    }

    // As a cancel of the user's does.
    private static void End(SagaWorld world, string id) => world.Tick(async (services, client) =>
        Assert.True(await services.GetRequiredService<AbandonedOperations>().End(client, world.Service, id, givesUp: false, CancellationToken.None)));

    private static string Command(SagaWorld world, OperationKind kind)
    {
        var command = world.NextCommand(kind);
        world.Begin($"{kind}Service", command, command.OperationId);
        return command.OperationId;
    }
}
