using System.Text;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Azure;
using ClickDeploy.Tests.Shared.Storage.Azure;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.SelfHost.Durable.Edges;

/// <summary>Exceptions of many kinds, from everywhere.</summary>
public abstract class FailureEdges(Func<IStorage>? store) : Edges(store)
{
    public static TheoryData<string> Kinds() => [.. Thrown.Keys];

    private static readonly Dictionary<string, Func<Exception>> Thrown = new()
    {
        ["its own type"] = () => new OwnException(),
        ["no message"] = () => new InvalidOperationException(""),
        ["unicode and NUL"] = () => new InvalidOperationException("\0 名 🚀\r\n\t"),
        ["half a character"] = () => new InvalidOperationException("\uD83D"),
        ["long message"] = () => new InvalidOperationException(new string('m', 200_000)),
        ["cancelled"] = () => new OperationCanceledException("stop"),
        ["task cancelled"] = () => new TaskCanceledException(),
        ["several"] = () => new AggregateException(new TimeoutException("a"), new TimeoutException("b")),
        ["a hundred deep"] = () => Enumerable.Range(0, 100).Aggregate(new InvalidOperationException("bottom"), (inner, n) => new InvalidOperationException($"{n}", inner)),
        ["of the API"] = () => new TaskFailedException("Other", 3, new TimeoutException("inner")),
        ["message that throws"] = () => new UnspeakableException(),
        ["no message at all"] = () => new SilentException(),
        ["stack that throws"] = () => new BottomlessException(),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Exception_OfAnyKind_OfAnActivity_IsAFailureThatCanBeCaught(string kind)
    {
        var registry = TestFunctions.Echoing().Activity<string>("Throws", _ => throw Thrown[kind]()).Orchestrator("Catches", async context =>
        {
            try
            {
                await context.CallActivityAsync("Throws", "x");
                return "nothing";
            }
            catch (TaskFailedException failure)
            {
                return failure.FailureDetails.ErrorType;
            }
        });
        await using var durable = Durable(registry, options => options.MaxLiveBytes = 0);

        Assert.Equal(Thrown[kind]().GetType().ToString(), durable.Run("Catches").ReadOutputAs<string>());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Exception_OfAnyKind_OfAnOrchestrator_IsItsFailure(string kind)
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Throws", async context =>
        {
            await context.CallActivityAsync("Echo", "x");
            throw Thrown[kind]();
        }));

        var end = durable.Run("Throws");

        Assert.Equal((OrchestrationRuntimeStatus.Failed, Thrown[kind]().GetType().ToString()), (end.RuntimeStatus, end.FailureDetails!.ErrorType));
    }

    [Fact]
    public async Task Failures_OfAFanOut_AreAllWaitedForAndTheFirstIsThrown()
    {
        await using var durable = Durable(TestFunctions.Echoing().Activity<string>("Throws", text => throw new InvalidOperationException(text)).Orchestrator("Spreads", async context =>
        {
            var all = Task.WhenAll(Enumerable.Range(0, 3).Select(n => context.CallActivityAsync<string>("Throws", $"{n}")));
            try
            {
                await all;
                return "nothing";
            }
            catch (TaskFailedException)
            {
                return string.Join(',', all.Exception!.InnerExceptions.Cast<TaskFailedException>().Select(failure => failure.FailureDetails.ErrorMessage).Order());
            }
        }));

        Assert.Equal("0,1,2", durable.Run("Spreads").ReadOutputAs<string>());
    }

    [Fact]
    public async Task Result_ThatCannotBeWritten_FailsTheActivity()
    {
        await using var durable = Durable(TestFunctions.Echoing().Activity<string>("Loops", _ => Task.FromResult<object?>(new Loop())).Orchestrator("Calls", async context =>
        {
            try
            {
                await context.CallActivityAsync("Loops", "x");
                return "nothing";
            }
            catch (TaskFailedException failure)
            {
                return failure.FailureDetails.ErrorType;
            }
        }));

        Assert.Equal("System.Text.Json.JsonException", durable.Run("Calls").ReadOutputAs<string>());
    }

    [Fact]
    public async Task Output_ThatCannotBeWritten_FailsTheInstance()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Loops", _ => Task.FromResult<object?>(new Loop())));

        Assert.StartsWith("System.Text.Json.JsonException", durable.Run("Loops").SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CustomStatus_ThatCannotBeWritten_FailsTheInstance()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Talks", context =>
        {
            context.SetCustomStatus(new Loop());
            return Task.FromResult<object?>(null);
        }));

        Assert.StartsWith("System.Text.Json.JsonException", durable.Run("Talks").SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Input_ThatCannotBeRead_FailsTheActivityOrTheInstance()
    {
        await using var durable = Durable(TestFunctions.Echoing().Activity<int>("Counts", n => Task.FromResult<object?>(n))
            .Orchestrator("Calls", async context => await context.CallActivityAsync<int>("Counts", "no number"))
            .Orchestrator("Reads", context => Task.FromResult<object?>(context.GetInput<int>())));

        Assert.Contains("JsonException", durable.Run("Calls").FailureDetails!.InnerFailure!.ErrorType, StringComparison.Ordinal);
        Assert.Contains("JsonException", durable.Run("Reads", "no number").FailureDetails!.ErrorType, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_ThatReturnsNoTask_Fails()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Nothing", _ => null!));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, durable.Run("Nothing").RuntimeStatus);
    }

    private sealed class OwnException() : Exception("own");

    private sealed class UnspeakableException : Exception
    {
        public override string Message => throw new InvalidOperationException("cannot say it");
    }

    private sealed class SilentException : Exception
    {
        public override string Message => null!;
    }

    private sealed class BottomlessException() : Exception("no stack")
    {
        public override string StackTrace => throw new InvalidOperationException("cannot say where");
    }

    private sealed class Loop
    {
        public Loop Self => this;
    }
}

public sealed class FailureEdgesInMemory() : FailureEdges(null);

[Collection(OnAzurite.Name)]
[Trait("Speed", "Slow")]
public sealed class FailureEdgesOnAzurite(AzuriteFixture azurite) : FailureEdges(() => AzureStorage.Connect(azurite.ConnectionString, TimeProvider.System));
