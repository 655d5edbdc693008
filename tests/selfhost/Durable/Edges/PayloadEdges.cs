using ClickDeploy.Storage;
using ClickDeploy.Storage.Azure;
using ClickDeploy.Tests.Shared.Storage.Azure;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.SelfHost.Durable.Edges;

/// <summary>Sizes around the borders of the rows, and text that is hard to hold.</summary>
public abstract class PayloadEdges(Func<IStorage>? store) : Edges(store)
{
    // A property holds 64 KiB, a row 900 KiB of a step; more goes into a blob.
    public static TheoryData<string, int> Sizes() => new()
    {
        { "x", 0 }, { "x", 1 }, { "x", 32_767 }, { "x", (64 * 1024) - 1 }, { "x", 64 * 1024 }, { "x", (64 * 1024) + 1 },
        { "x", (900 * 1024) - 300 }, { "x", 900 * 1024 }, { "x", 3_000_000 }, { "名", 30_000 }, { "🚀", 40_000 }, { "\0\\\"\u2028", 20_000 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Text_OfAnySize_ComesThroughInputActivityEventAndOutput(string unit, int times)
    {
        var text = string.Concat(Enumerable.Repeat(unit, times));
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Carries", async context =>
        {
            var given = context.GetInput<string>()!;
            var same = await context.CallActivityAsync<string>("Echo", given);
            var raised = await context.WaitForExternalEvent<string>("More");
            return given == same && same == raised ? same : "they differ";
        }), options => options.MaxLiveBytes = 0);
        StartAndRest(durable, "Carries", "one", text);

        Raise(durable, "one", "More", text);
        var end = End(durable, "one");

        Assert.Equal(text, end.ReadOutputAs<string>());
        Assert.Equal(text, end.ReadInputAs<string>());
    }

    [Fact]
    public async Task FanOut_WhoseResultsFillMegabytes_ComesBackWhole()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Spreads", async context =>
            (await Task.WhenAll(Enumerable.Range(0, 20).Select(n => context.CallActivityAsync<string>("Echo", new string((char)('a' + n), 100_000))))).Sum(text => text.Length)));

        Assert.Equal(2_000_000, durable.Run("Spreads").ReadOutputAs<int>());
    }

    [Fact]
    public async Task Input_ThatIsTooLong_IsRefusedAndLeavesNothing()
    {
        await using var durable = Durable(TestFunctions.Echoing(), options => options.MaxPayloadLength = 1_000);

        var refusal = Assert.Throws<ArgumentException>(() => Start(durable, "Five", "one", new string('x', 1_000)));

        Assert.Contains("at most 1000 are allowed", refusal.Message, StringComparison.Ordinal);
        Assert.Null(Status(durable, "one"));
    }

    [Fact]
    public async Task Event_ThatIsTooLong_IsRefusedAndTheInstanceWaitsOn()
    {
        await using var durable = Durable(
            TestFunctions.Echoing().Orchestrator("Waits", async context => await context.WaitForExternalEvent<string>("Go")), options => options.MaxPayloadLength = 1_000);
        StartAndRest(durable, "Waits", "one");

        Assert.Throws<ArgumentException>(() => Raise(durable, "one", "Go", new string('x', 1_000)));
        Raise(durable, "one", "Go", "short");

        Assert.Equal("short", End(durable, "one").ReadOutputAs<string>());
    }

    [Fact]
    public async Task Input_OfAnActivity_ThatIsTooLong_FailsItsCall()
    {
        await using var durable = Durable(
            TestFunctions.Echoing().Orchestrator("Calls", async context => await context.CallActivityAsync<string>("Echo", new string('x', 1_000))), options => options.MaxPayloadLength = 1_000);

        Assert.Contains("at most 1000 are allowed", durable.Run("Calls").SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_ThatIsTooLong_FailsTheInstance()
    {
        await using var durable = Durable(
            TestFunctions.Echoing().Orchestrator("Says", _ => Task.FromResult<object?>(new string('x', 1_000))), options => options.MaxPayloadLength = 1_000);

        Assert.Contains("at most 1000 are allowed", durable.Run("Says").SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CustomStatus_AsLongAsMayBe_IsThereAfterACrash()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Talks", async context =>
        {
            context.SetCustomStatus(new string('s', 31_998));
            return await context.WaitForExternalEvent<string>("Go");
        }));
        StartAndRest(durable, "Talks", "one");

        durable.Crash();

        Assert.Equal(31_998, durable.Await(() => durable.Client.GetInstanceAsync("one", true))!.ReadCustomStatusAs<string>()!.Length);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("名 🚀 <&>\n\"")]
    public async Task CustomStatus_OfAnyText_IsReadAsItWasSet(string? status)
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Talks", context =>
        {
            context.SetCustomStatus("before");
            context.SetCustomStatus(status);
            return Task.FromResult<object?>(null);
        }));

        Assert.Equal(status, durable.Run("Talks").ReadCustomStatusAs<string>());
    }
}

[Trait("Speed", "Slow")]
public sealed class PayloadEdgesInMemory() : PayloadEdges(null);

[Collection(OnAzurite.Name)]
[Trait("Speed", "Slow")]
public sealed class PayloadEdgesOnAzurite(AzuriteFixture azurite) : PayloadEdges(() => AzureStorage.Connect(azurite.ConnectionString, TimeProvider.System));
