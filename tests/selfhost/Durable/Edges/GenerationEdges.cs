using ClickDeploy.Storage;
using ClickDeploy.Storage.Azure;
using ClickDeploy.Tests.Shared.Storage.Azure;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.SelfHost.Durable.Edges;

/// <summary>ContinueAsNew at odd moments.</summary>
public abstract class GenerationEdges(Func<IStorage>? store) : Edges(store)
{
    [Fact]
    public async Task Generations_AHundred_KeepTheirIdAndTheirCount()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Counts", context =>
        {
            var n = context.GetInput<int>();
            if (n < 100)
            {
                context.ContinueAsNew(n + 1);
            }

            return Task.FromResult<object?>($"{context.InstanceId} {n}");
        }));

        Assert.Equal("one 100", durable.Run("Counts", 0, "one").ReadOutputAs<string>());
    }

    [Fact]
    public async Task ContinueAsNew_CalledTwice_TheLastOneCounts()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Counts", context =>
        {
            if (context.GetInput<string>() == "first")
            {
                context.ContinueAsNew("dropped");
                context.ContinueAsNew("kept");
            }

            return Task.FromResult<object?>(context.GetInput<string>());
        }));

        Assert.Equal("kept", durable.Run("Counts", "first").ReadOutputAs<string>());
    }

    [Fact]
    public async Task ContinueAsNew_ThenThrown_Fails()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Counts", context =>
        {
            context.ContinueAsNew("next");
            throw new InvalidOperationException("after all");
        }));

        Assert.Contains("after all", durable.Run("Counts", "first").SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Input_OfTheNextGeneration_MayBeNoneOrMegabytes()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Grows", context =>
        {
            switch (context.GetInput<string?>())
            {
                case "first":
                    context.ContinueAsNew();
                    break;
                case null:
                    context.ContinueAsNew(new ContinueAsNewOptions { NewInput = new string('x', 1_500_000) });
                    break;
            }

            return Task.FromResult<object?>(context.GetInput<string?>()?.Length);
        }));

        Assert.Equal(1_500_000, durable.Run("Grows", "first").ReadOutputAs<int>());
    }

    [Fact]
    public async Task UnreadEvents_OfSeveralNames_ComeThroughThreeGenerationsInOrder()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Carries", async context =>
        {
            var n = context.GetInput<int>();
            await context.WaitForExternalEvent<string>("Next");
            if (n < 3)
            {
                context.ContinueAsNew(n + 1);
                return null;
            }

            return await context.WaitForExternalEvent<string>("B") + await context.WaitForExternalEvent<string>("A") + await context.WaitForExternalEvent<string>("A");
        }));
        StartAndRest(durable, "Carries", "one", 1);
        Raise(durable, "one", "A", "1");
        Raise(durable, "one", "B", "2");
        Raise(durable, "one", "A", "3");
        for (var i = 0; i < 3; i++)
        {
            Raise(durable, "one", "Next", "x");
        }

        Assert.Equal("213", End(durable, "one").ReadOutputAs<string>());
    }

    [Fact]
    public async Task EventsRaisedWhileItContinues_AreNotLost()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Eats", async context =>
        {
            var (left, sum) = (context.GetInput<int[]>()![0], context.GetInput<int[]>()![1]);
            sum += await context.WaitForExternalEvent<int>("N");
            if (left > 1)
            {
                context.ContinueAsNew(new[] { left - 1, sum });
            }

            return sum;
        }));
        StartAndRest(durable, "Eats", "one", new[] { 30, 0 });

        durable.Await(() => Task.WhenAll(Enumerable.Range(1, 30).Select(n => durable.Client.RaiseEventAsync("one", "N", n))));

        Assert.Equal(465, End(durable, "one").ReadOutputAs<int>());
    }

    [Fact]
    public async Task Sent_BeforeItContinues_IsDelivered()
    {
        await using var durable = Durable(TestFunctions.Echoing()
            .Orchestrator("Waits", async context => await context.WaitForExternalEvent<string>("Go"))
            .Orchestrator("Sends", context =>
            {
                if (context.GetInput<string>() == "first")
                {
                    context.SendEvent("waiting", "Go", "sent");
                    context.ContinueAsNew("second");
                }

                return Task.FromResult<object?>(null);
            }));
        StartAndRest(durable, "Waits", "waiting");

        durable.Run("Sends", "first");

        Assert.Equal("sent", End(durable, "waiting").ReadOutputAs<string>());
    }

    [Fact]
    public async Task Ids_OfTheNextGeneration_AreOthers()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Names", context =>
        {
            var before = context.GetInput<Guid?>();
            var own = context.NewGuid();
            if (before is null)
            {
                context.ContinueAsNew(own);
            }

            return Task.FromResult<object?>(before != own);
        }));

        Assert.True(durable.Run("Names").ReadOutputAs<bool>());
    }

    [Fact]
    public async Task Child_OfTheNextGeneration_StillHasItsParent()
    {
        await using var durable = Durable(TestFunctions.Echoing()
            .Orchestrator("Child", context =>
            {
                if (context.GetInput<int>() == 1)
                {
                    context.ContinueAsNew(2);
                }

                return Task.FromResult<object?>(context.Parent?.InstanceId);
            })
            .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>("Child", 1)));

        Assert.Equal("one", durable.Run("Parent", id: "one").ReadOutputAs<string>());
    }

    [Fact]
    public async Task Loop_WithoutEnd_IsTerminated()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Turns", async context =>
        {
            await context.CreateTimer(TimeSpan.FromSeconds(1), CancellationToken.None);
            context.ContinueAsNew(context.GetInput<int>() + 1);
            return null;
        }));
        StartAndRest(durable, "Turns", "one", 0);
        durable.Await(() => Task.Delay(TimeSpan.FromSeconds(5), durable.Clock));

        durable.Await(() => durable.Client.TerminateInstanceAsync("one", "enough"));
        var end = End(durable, "one");

        Assert.Equal((OrchestrationRuntimeStatus.Terminated, "enough"), (end.RuntimeStatus, end.ReadOutputAs<string>()));
        Assert.True(end.ReadInputAs<int>() > 1);
    }

    [Fact]
    public async Task Generation_SuspendedInTheMiddle_GoesOnInTheSame()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Turns", async context =>
        {
            var n = context.GetInput<int>();
            await context.WaitForExternalEvent<string>("Next");
            if (n < 3)
            {
                context.ContinueAsNew(n + 1);
            }

            return n;
        }));
        StartAndRest(durable, "Turns", "one", 1);
        Raise(durable, "one", "Next");
        durable.Await(() => durable.Client.SuspendInstanceAsync("one"));
        Raise(durable, "one", "Next");
        Raise(durable, "one", "Next");
        Rest(durable);
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, Status(durable, "one"));

        durable.Await(() => durable.Client.ResumeInstanceAsync("one"));

        Assert.Equal(3, End(durable, "one").ReadOutputAs<int>());
    }
}

[Trait("Speed", "Slow")]
public sealed class GenerationEdgesInMemory() : GenerationEdges(null);

[Collection(OnAzurite.Name)]
[Trait("Speed", "Slow")]
public sealed class GenerationEdgesOnAzurite(AzuriteFixture azurite) : GenerationEdges(() => AzureStorage.Connect(azurite.ConnectionString, TimeProvider.System));
