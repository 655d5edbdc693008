using ClickDeploy.Storage;
using ClickDeploy.Storage.Azure;
using ClickDeploy.Tests.Shared.Storage.Azure;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.SelfHost.Durable.Edges;

/// <summary>Timers at odd times and in odd numbers.</summary>
public abstract class TimerEdges(Func<IStorage>? store) : Edges(store)
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(-3_000_000)]
    public async Task Timer_OfZeroOrThePast_FiresAndTimeDoesNotGoBack(int seconds)
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Sleeps", async context =>
        {
            var before = context.CurrentUtcDateTime;
            await context.CreateTimer(before.AddSeconds(seconds), CancellationToken.None);
            return context.CurrentUtcDateTime >= before && context.CurrentUtcDateTime < before.AddMinutes(1);
        }));

        Assert.True(durable.Run("Sleeps").ReadOutputAs<bool>());
    }

    [Fact]
    public async Task Timer_OfFortyDays_IsOneTimerAndFiresThen()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Sleeps", async context =>
        {
            var before = context.CurrentUtcDateTime;
            await context.CreateTimer(TimeSpan.FromDays(40), CancellationToken.None);
            return context.CurrentUtcDateTime - before;
        }));

        var end = durable.Run("Sleeps", id: "one");

        Assert.InRange(end.ReadOutputAs<TimeSpan>(), TimeSpan.FromDays(40), TimeSpan.FromDays(40) + TimeSpan.FromMinutes(1));
        Assert.Single(durable.History("one"), "TimerCreated");
    }

    [Fact]
    public async Task Timer_AtTheEndOfTime_WaitsAndIsTerminated()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Sleeps", async context =>
        {
            await context.CreateTimer(DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc), CancellationToken.None);
            return null;
        }));
        StartAndRest(durable, "Sleeps", "one");
        durable.Await(() => Task.Delay(TimeSpan.FromMinutes(5), durable.Clock));
        durable.Crash();

        durable.Await(() => durable.Client.TerminateInstanceAsync("one", "enough"));

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, End(durable, "one").RuntimeStatus);
    }

    [Fact]
    public async Task Timers_MadeInAnyOrder_FireInThatOfTheirTimes()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Sleeps", async context =>
        {
            var fired = new List<int>();
            await Task.WhenAll(Enumerable.Range(0, 40).Select(async n =>
            {
                await context.CreateTimer(TimeSpan.FromSeconds(n * 7 % 40), CancellationToken.None);
                fired.Add(n * 7 % 40);
            }));
            return fired;
        }));

        Assert.Equal(Enumerable.Range(0, 40), durable.Run("Sleeps").ReadOutputAs<List<int>>());
    }

    [Fact]
    public async Task Timers_ThousandAtOneTime_AllFire()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Sleeps", async context =>
        {
            var at = context.CurrentUtcDateTime.AddMinutes(10);
            await Task.WhenAll(Enumerable.Range(0, 1_000).Select(_ => context.CreateTimer(at, CancellationToken.None)));
            return context.CurrentUtcDateTime >= at;
        }));

        Assert.True(durable.Run("Sleeps").ReadOutputAs<bool>());
    }

    [Fact]
    public async Task Timer_CancelledTwiceAndAfterItFired_IsCancelledOnce()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Sleeps", async context =>
        {
            using var early = new CancellationTokenSource();
            using var late = new CancellationTokenSource();
            var never = context.CreateTimer(TimeSpan.FromDays(1), early.Token);
            early.Cancel();
            early.Cancel();
            var soon = context.CreateTimer(TimeSpan.FromSeconds(1), late.Token);
            await soon;
            late.Cancel();
            return $"{never.IsCanceled} {soon.IsCompletedSuccessfully}";
        }));

        Assert.Equal("True True", durable.Run("Sleeps").ReadOutputAs<string>());
    }

    [Fact]
    public async Task Timer_WithATokenThatIsCancelledAlready_IsCancelledAtOnce()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Sleeps", async context =>
        {
            try
            {
                await context.CreateTimer(TimeSpan.FromDays(1), new CancellationToken(canceled: true));
                return "fired";
            }
            catch (OperationCanceledException)
            {
                return "cancelled";
            }
        }));
        var began = durable.Clock.GetUtcNow();

        Assert.Equal("cancelled", durable.Run("Sleeps").ReadOutputAs<string>());
        Assert.InRange(durable.Clock.GetUtcNow() - began, TimeSpan.Zero, TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task Timer_ThatComesDueWhileSuspended_FiresAtTheResume()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Sleeps", async context =>
        {
            await context.CreateTimer(TimeSpan.FromSeconds(10), CancellationToken.None);
            return context.CurrentUtcDateTime;
        }));
        StartAndRest(durable, "Sleeps", "one");
        durable.Await(() => durable.Client.SuspendInstanceAsync("one"));
        durable.Await(() => Task.Delay(TimeSpan.FromMinutes(5), durable.Clock));
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, Status(durable, "one"));

        var resumed = durable.Clock.GetUtcNow();
        durable.Await(() => durable.Client.ResumeInstanceAsync("one"));

        Assert.InRange(End(durable, "one").ReadOutputAs<DateTime>(), resumed.UtcDateTime, resumed.UtcDateTime.AddMinutes(1));
    }

    [Fact]
    public async Task Timer_ThatLostARace_DoesNotHoldTheEndWhenCancelled()
    {
        await using var durable = Durable(TestFunctions.Echoing().Orchestrator("Races", async context =>
        {
            using var over = new CancellationTokenSource();
            var (timer, work) = (context.CreateTimer(TimeSpan.FromDays(3), over.Token), context.CallActivityAsync<string>("Echo", "won"));
            var first = await Task.WhenAny(timer, work);
            over.Cancel();
            return first == work ? await work : "lost";
        }));
        var began = durable.Clock.GetUtcNow();

        Assert.Equal("won", durable.Run("Races").ReadOutputAs<string>());
        Assert.InRange(durable.Clock.GetUtcNow() - began, TimeSpan.Zero, TimeSpan.FromHours(1));
    }
}

public sealed class TimerEdgesInMemory() : TimerEdges(null);

[Collection(OnAzurite.Name)]
[Trait("Speed", "Slow")]
public sealed class TimerEdgesOnAzurite(AzuriteFixture azurite) : TimerEdges(() => AzureStorage.Connect(azurite.ConnectionString, TimeProvider.System));
