using ClickDeploy.Storage;
using ClickDeploy.Storage.Azure;
using ClickDeploy.Tests.Shared.Storage.Azure;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.SelfHost.Durable.Edges;

/// <summary>Instances and functions with odd names.</summary>
public abstract class IdEdges(Func<IStorage>? store) : Edges(store)
{
    public static TheoryData<string> Ids() =>
    [
        "ünï 名", "🚀🚀", "a|b", "a'b\"c", "a%2Fb", "..", ".", "a.", " ", "a b ", "x;drop table", "A&b=c+d", "h|0000000000", "\u00A0", "e\u0301", new string('x', 100), new string('名', 100),
    ];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Id_OfAnyAllowedCharacters_DoesAllThatOthersDo(string id)
    {
        // A payload in a blob: its name has the id in it.
        var big = new string('x', 1_000_000);
        await using var durable = Durable(TestFunctions.Echoing()
            .Orchestrator("Waits", async context => context.InstanceId + (await context.WaitForExternalEvent<string>("Go")).Length)
            .Orchestrator("Sends", context =>
            {
                context.SendEvent(context.GetInput<string>()!, "Go", big);
                return Task.FromResult<object?>(null);
            }));
        StartAndRest(durable, "Waits", id, big);
        durable.Crash();

        durable.Run("Sends", id);
        var end = End(durable, id);

        Assert.Equal(id + big.Length, end.ReadOutputAs<string>());
        Assert.Equal(big, end.ReadInputAs<string>());
        Assert.Equal(id, Assert.Single(durable.Await(async () => await durable.Client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: id)).ToListAsync())).InstanceId);
        Assert.Equal(1, durable.Await(() => durable.Client.PurgeInstanceAsync(id, CancellationToken.None)).PurgedInstanceCount);
        Assert.Null(Status(durable, id));
        Assert.DoesNotContain(durable.Await(async () => await durable.Store.Blobs($"{durable.Client.Name}histories").List("").ToListAsync()), blob => blob.Name.StartsWith(id, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("@entity")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a?b")]
    [InlineData("a\u0085b")]
    [InlineData("a\u0000")]
    public async Task Id_ThatMayNotBe_IsRefusedByEveryCall(string id)
    {
        await using var durable = Durable(TestFunctions.Echoing());
        var client = durable.Client;
        Func<Task>[] calls =
        [
            () => client.ScheduleNewOrchestrationInstanceAsync("Five", new StartOrchestrationOptions(id)), () => client.GetInstanceAsync(id), () => client.RaiseEventAsync(id, "Go"),
            () => client.TerminateInstanceAsync(id), () => client.SuspendInstanceAsync(id), () => client.ResumeInstanceAsync(id), () => client.RewindInstanceAsync(id, "x"),
            () => client.RestartAsync(id), () => client.PurgeInstanceAsync(id, CancellationToken.None), () => client.WaitForInstanceStartAsync(id), () => client.WaitForInstanceCompletionAsync(id),
        ];

        Assert.All(calls, call => Assert.ThrowsAny<ArgumentException>(() => durable.Await(call)));
    }

    [Fact]
    public async Task Id_OfAHundredAndOneCharacters_OrHalfACharacter_IsRefused()
    {
        await using var durable = Durable(TestFunctions.Echoing());

        Assert.All(
            new[] { new string('x', 101), "a\uD83D", "\uDE80b", "\uFFFD\uD83D" },
            id => Assert.Throws<ArgumentException>(() => Start(durable, "Five", id)));
        Assert.Equal("01234", durable.Run("Five", id: "\uFFFD").ReadOutputAs<string>());
    }

    [Fact]
    public async Task Ids_ThatDifferInCaseOrFormAlone_AreOthers()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Says", context => Task.FromResult<object?>(context.GetInput<string>())));
        foreach (var id in new[] { "a", "A", "\u00E9", "e\u0301" })
        {
            durable.Run("Says", id, id);
        }

        Assert.All(new[] { "a", "A", "\u00E9", "e\u0301" }, id => Assert.Equal(id, End(durable, id).ReadOutputAs<string>()));
    }

    [Fact]
    public async Task Everything_InUnicode_ComesBackAsItWas()
    {
        await using var durable = Durable(TestFunctions.Echoing()
            .Activity<string>("Grüße/名🚀", text => Task.FromResult<object?>(text + "✓"))
            .Activity<string>("Wirft", text => throw new InvalidOperationException("schlägt fehl: " + text + " 🚀\n名"))
            .Orchestrator("Ablauf-名", async context =>
            {
                context.SetCustomStatus("läuft 🚀");
                var said = await context.CallActivityAsync<string>("GRÜSSE/名🚀".Replace("SS", "ß", StringComparison.Ordinal), context.GetInput<string>());
                try
                {
                    await context.CallActivityAsync("Wirft", "名");
                }
                catch (TaskFailedException failure)
                {
                    said += failure.FailureDetails.ErrorMessage;
                }

                return said + await context.WaitForExternalEvent<string>("Ereignis-名");
            }), options => options.MaxLiveBytes = 0);
        StartAndRest(durable, "Ablauf-名", "Instanz 名🚀", "ñ☃");

        Raise(durable, "Instanz 名🚀", "EREIGNIS-名", "𝄞");
        var end = End(durable, "Instanz 名🚀");

        Assert.Equal("ñ☃✓schlägt fehl: 名 🚀\n名𝄞", end.ReadOutputAs<string>());
        Assert.Equal("läuft 🚀", end.ReadCustomStatusAs<string>());
        Assert.Equal("Ablauf-名", end.Name);
    }

    [Fact]
    public async Task Function_WithoutAName_IsRefused()
    {
        await using var durable = Durable(TestFunctions.Echoing());

        Assert.ThrowsAny<ArgumentException>(() => durable.Await(() => durable.Client.ScheduleNewOrchestrationInstanceAsync("")));
        Assert.ThrowsAny<ArgumentException>(() => durable.Await(() => durable.Client.RaiseEventAsync("one", "")));
    }
}

[Trait("Speed", "Slow")]
public sealed class IdEdgesInMemory() : IdEdges(null);

[Collection(OnAzurite.Name)]
[Trait("Speed", "Slow")]
public sealed class IdEdgesOnAzurite(AzuriteFixture azurite) : IdEdges(() => AzureStorage.Connect(azurite.ConnectionString, TimeProvider.System));
