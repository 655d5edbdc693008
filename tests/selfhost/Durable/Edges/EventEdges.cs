using ClickDeploy.Storage;
using ClickDeploy.Storage.Azure;
using ClickDeploy.Tests.Shared.Storage.Azure;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.SelfHost.Durable.Edges;

/// <summary>Events in odd orders, names and numbers.</summary>
public abstract class EventEdges(Func<IStorage>? store) : Edges(store)
{
    [Fact]
    public async Task Events_InAnOrderThatNobodyWaitsFor_GoEachToTheirOwnWait()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Waits", async context =>
            await context.WaitForExternalEvent<string>("A") + await context.WaitForExternalEvent<string>("B") + await context.WaitForExternalEvent<string>("C")));
        StartAndRest(durable, "Waits", "one");

        Raise(durable, "one", "C", "c");
        Raise(durable, "one", "B", "b");
        Raise(durable, "one", "A", "a");

        Assert.Equal("abc", End(durable, "one").ReadOutputAs<string>());
    }

    [Theory]
    [InlineData("Grün-ПУСК", "GRÜN-пуск")]
    [InlineData("a/b #?%\n\t", "A/B #?%\n\t")]
    [InlineData("🚀", "🚀")]
    [InlineData(" ", " ")]
    public async Task Name_OfAnyCharacters_IsKnownWithoutItsCase(string awaited, string raised)
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Waits", async context => await context.WaitForExternalEvent<string>(awaited)));
        StartAndRest(durable, "Waits", "one");

        Raise(durable, "one", raised, "came");

        Assert.Equal("came", End(durable, "one").ReadOutputAs<string>());
    }

    [Fact]
    public async Task Name_OfAThousandCharacters_IsKnown()
    {
        var name = new string('n', 1_000);
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Waits", async context => await context.WaitForExternalEvent<int>(name)));
        StartAndRest(durable, "Waits", "one");

        Raise(durable, "one", name, 7);

        Assert.Equal(7, End(durable, "one").ReadOutputAs<int>());
    }

    [Fact]
    public async Task Event_WithoutAPayload_IsTheDefaultOfItsType()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Waits", async context =>
            $"{await context.WaitForExternalEvent<int?>("N") is null} {await context.WaitForExternalEvent<string?>("S") is null}"));
        StartAndRest(durable, "Waits", "one");

        Raise(durable, "one", "N");
        Raise(durable, "one", "S");

        Assert.Equal("True True", End(durable, "one").ReadOutputAs<string>());
    }

    [Fact]
    public async Task Event_RaisedTwiceAlike_CountsTwice()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Waits", async context =>
            await context.WaitForExternalEvent<int>("N") + await context.WaitForExternalEvent<int>("N")));
        StartAndRest(durable, "Waits", "one");

        Raise(durable, "one", "N", 3);
        Raise(durable, "one", "N", 3);

        Assert.Equal(6, End(durable, "one").ReadOutputAs<int>());
    }

    [Fact]
    public async Task Events_AHundredAtOnce_AllCount()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Sums", async context =>
        {
            var sum = 0;
            for (var i = 0; i < 100; i++)
            {
                sum += await context.WaitForExternalEvent<int>("N");
            }

            return sum;
        }));
        StartAndRest(durable, "Sums", "one");

        durable.Await(() => Task.WhenAll(Enumerable.Range(1, 100).Select(n => durable.Client.RaiseEventAsync("one", "N", n))));

        Assert.Equal(5_050, End(durable, "one").ReadOutputAs<int>());
    }

    [Fact]
    public async Task Wait_ThatWasCancelled_LeavesTheEventToTheNext()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Waits", async context =>
        {
            using var given = new CancellationTokenSource();
            var first = context.WaitForExternalEvent<string>("Go", given.Token);
            var second = context.WaitForExternalEvent<string>("Go");
            given.Cancel();
            return $"{first.IsCanceled} {await second}";
        }));
        StartAndRest(durable, "Waits", "one");

        Raise(durable, "one", "Go", "second");

        Assert.Equal("True second", End(durable, "one").ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Wait_CancelledBeforeItBegins_TakesNothing(bool timed)
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Waits", async context =>
        {
            var got = await context.WaitForExternalEvent<string>("First");
            try
            {
                var cancelled = new CancellationToken(canceled: true);
                return await (timed ? context.WaitForExternalEvent<string>("Go", TimeSpan.FromHours(1), cancelled) : context.WaitForExternalEvent<string>("Go", cancelled));
            }
            catch (OperationCanceledException)
            {
                return got + await context.WaitForExternalEvent<string>("Go");
            }
        }));
        StartAndRest(durable, "Waits", "one");

        Raise(durable, "one", "Go", "+go");
        Raise(durable, "one", "First", "first");

        Assert.Equal("first+go", End(durable, "one").ReadOutputAs<string>());
    }

    [Fact]
    public async Task Event_AfterItsWaitTimedOut_IsKeptForTheNextWait()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Waits", async context =>
        {
            try
            {
                return await context.WaitForExternalEvent<string>("Go", TimeSpan.FromSeconds(5));
            }
            catch (OperationCanceledException)
            {
                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                return "late " + await context.WaitForExternalEvent<string>("Go");
            }
        }));
        StartAndRest(durable, "Waits", "one");
        durable.Await(() => Task.Delay(TimeSpan.FromSeconds(10), durable.Clock));

        Raise(durable, "one", "Go", "go");

        Assert.Equal("late go", End(durable, "one").ReadOutputAs<string>());
    }

    [Fact]
    public async Task Event_ToNobody_IsNotSeenByWhoComesLater()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Waits", async context => await context.WaitForExternalEvent<string>("Go")));
        Raise(durable, "one", "Go", "too early");

        StartAndRest(durable, "Waits", "one");
        Assert.Equal(OrchestrationRuntimeStatus.Running, Status(durable, "one"));
        Raise(durable, "one", "Go", "in time");

        Assert.Equal("in time", End(durable, "one").ReadOutputAs<string>());
    }

    [Fact]
    public async Task Events_WhileSuspended_AreReceivedInTheirOrder()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Collects", async context =>
        {
            var all = "";
            while (all.Length < 10)
            {
                all += await context.WaitForExternalEvent<string>("Letter");
            }

            return all;
        }));
        StartAndRest(durable, "Collects", "one");
        durable.Await(() => durable.Client.SuspendInstanceAsync("one", "wait"));
        foreach (var letter in "abcdefghij")
        {
            Raise(durable, "one", "Letter", $"{letter}");
        }

        durable.Await(() => durable.Client.ResumeInstanceAsync("one", "go"));

        Assert.Equal("abcdefghij", End(durable, "one").ReadOutputAs<string>());
    }

    [Fact]
    public async Task Event_SentToItself_IsReceived()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Sends", async context =>
        {
            context.SendEvent(context.InstanceId, "Self", "hello");
            return await context.WaitForExternalEvent<string>("self");
        }));

        Assert.Equal("hello", durable.Run("Sends").ReadOutputAs<string>());
    }

    [Fact]
    public async Task Event_SentToNobody_HoldsNothingUp()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Sends", context =>
        {
            context.SendEvent("nobody", "Go", "x");
            return Task.FromResult<object?>("sent");
        }));

        Assert.Equal("sent", durable.Run("Sends").ReadOutputAs<string>());
    }

    [Fact]
    public async Task Event_SentToAnIdThatMayNotBe_FailsTheBody()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Sends", context =>
        {
            context.SendEvent("a/b", "Go", "x");
            return Task.FromResult<object?>("sent");
        }));

        Assert.Contains("'a/b' is not allowed", durable.Run("Sends").SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Event_ThatNobodyReads_DoesNotHoldTheEnd()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Waits", async context => await context.WaitForExternalEvent<string>("Go")));
        StartAndRest(durable, "Waits", "one");

        Raise(durable, "one", "Other", "x");
        Raise(durable, "one", "Go", "went");

        Assert.Equal("went", End(durable, "one").ReadOutputAs<string>());
    }
}

public sealed class EventEdgesInMemory() : EventEdges(null);

[Collection(OnAzurite.Name)]
[Trait("Speed", "Slow")]
public sealed class EventEdgesOnAzurite(AzuriteFixture azurite) : EventEdges(() => AzureStorage.Connect(azurite.ConnectionString, TimeProvider.System));
