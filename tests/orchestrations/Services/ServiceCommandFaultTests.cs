using ClickDeploy.Core;
using ClickDeploy.Orchestrations.Deployments;
using ClickDeploy.Services;
using ClickDeploy.Tests.Orchestrations.World;

namespace ClickDeploy.Tests.Orchestrations.Services;

/// <summary>The three tests of every saga (STYLE 41) for stop, start and restart.</summary>
[Trait("Speed", "Slow")]
public sealed class ServiceCommandFaultTests(SampleSource source) : IClassFixture<SampleSource>
{
    private static readonly string[] Undos = [nameof(RemoveInstance), nameof(RestoreTraffic)];

    [Theory]
    [InlineData(OperationKind.Stop)]
    [InlineData(OperationKind.Start)]
    [InlineData(OperationKind.Restart)]
    public async Task Command_EveryStepRunsTwice_EndsTheSame(OperationKind kind)
    {
        await using var world = Begin(kind, out _);
        world.Intercept((_, _, _, run) => Faults.Twice(run));

        world.Command(kind);

        Assert.Null(world.State().LastCommand!.Failure);
        AssertEnded(world, kind, world.Serving());
    }

    [Theory]
    [InlineData(OperationKind.Stop, false, false)]
    [InlineData(OperationKind.Stop, true, false)]
    [InlineData(OperationKind.Start, false, false)]
    [InlineData(OperationKind.Start, true, false)]
    [InlineData(OperationKind.Start, false, true)]
    [InlineData(OperationKind.Restart, false, false)]
    [InlineData(OperationKind.Restart, true, false)]
    [InlineData(OperationKind.Restart, true, true)]
    public async Task Command_AnyStepFails_ItIsDoneOrAllIsAsBefore(OperationKind kind, bool afterItsEffect, bool undoTwice)
    {
        var steps = await Steps(kind);
        Assert.InRange(steps, 4, 30);
        for (var n = 0; n < steps; n++)
        {
            await using var world = Begin(kind, out var before);
            Faults.FailAt(world, n, afterItsEffect, undoTwice ? Undos : []);

            world.Command(kind);

            world.Intercept(null);
            var failed = world.State().LastCommand!.Failure is not null;
            AssertEnded(world, failed ? kind == OperationKind.Start ? OperationKind.Stop : kind : kind, failed ? before : world.Serving());
        }
    }

    private SagaWorld Begin(OperationKind kind, out InstanceId? serving)
    {
        var world = new SagaWorld(source.Url);
        serving = world.Deploy().Instance;
        if (kind == OperationKind.Start)
        {
            world.Command(OperationKind.Stop);
        }

        return world;
    }

    private async Task<int> Steps(OperationKind kind)
    {
        await using var world = Begin(kind, out _);
        var before = world.Calls;
        world.Command(kind);
        return world.Calls - before;
    }

    private static void AssertEnded(SagaWorld world, OperationKind kind, InstanceId? serving)
    {
        if (kind == OperationKind.Stop)
        {
            Assert.False(world.State().Desired);
            world.AssertNothingLeft(null);
            return;
        }

        Assert.NotNull(serving);
        world.AssertNothingLeft(serving);
    }
}
