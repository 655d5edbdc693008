using System.Net;
using System.Net.Sockets;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Tests.SelfHost.Http;
using ClickDeploy.Tests.SelfHost.Timers;
using ClickDeploy.Tests.Shared.Processes;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.SelfHost.Hosting;

public sealed class StartTests
{
    [Fact]
    public async Task Options_ThatAreNotValid_RefuseTheStartWithEverySentence()
    {
        var builder = TestHost.Builder(new Dictionary<string, string?> { ["PORT"] = "x" }, typeof(Answers));
        builder.Services.AddOptions<Drain>().Validate(options => options.Seconds > 0, "DRAIN_SECONDS is 0: set it to a number from 1.").ValidateOnStart();
        builder.Services.AddOptions<Grace>().Validate(options => options.Seconds > 0, "GRACE_SECONDS is 0: set it to a number from 1.").ValidateOnStart();
        var sentences = await TestHost.Refusal(builder);
        Assert.Equal(3, sentences.Count);
        Assert.Contains("DRAIN_SECONDS is 0: set it to a number from 1.", sentences);
        Assert.Contains("GRACE_SECONDS is 0: set it to a number from 1.", sentences);
    }

    [Fact]
    public async Task Setting_ThatTheBinderCannotRead_RefusesTheStart()
    {
        var builder = TestHost.Builder(new Dictionary<string, string?> { ["DRAIN_SECONDS"] = "soon" }, typeof(Answers));
        builder.Services.AddOptions<Drain>().Configure(options => options.Seconds = builder.Configuration.GetValue("DRAIN_SECONDS", 10)).ValidateOnStart();
        var sentence = Assert.Single(await TestHost.Refusal(builder));
        Assert.Contains("DRAIN_SECONDS", sentence);
        Assert.Contains("'soon'", sentence);
    }

    [Fact]
    public async Task Port_ThatIsTaken_RefusesTheStart()
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        var port = ((IPEndPoint)holder.LocalEndpoint).Port;
        var sentence = Assert.Single(await TestHost.Refusal(TestHost.Builder(new Dictionary<string, string?> { ["PORT"] = $"{port}" }, typeof(Answers))));
        Assert.Contains($"{port}", sentence);
        Assert.Contains("set PORT", sentence);
    }

    [Fact]
    public async Task Timer_OfAHost_FiresWithItsServices()
    {
        var clock = new ManualTime(new DateTimeOffset(2026, 3, 1, 10, 0, 30, TimeSpan.Zero));
        var ticks = new Ticks();
        var builder = TestHost.Builder(null, typeof(Ticker));
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton<IStorage>(_ => SqliteStorage.InMemory(clock));
        builder.Services.AddSingleton(ticks);
        await using var host = await TestHost.Start(builder);
        for (var minute = 1; minute <= 3; minute++)
        {
            var expected = minute;
            // The loop goes on by itself; the clock is moved when it waits again.
            await Eventually.IsTrue(() => clock.Waiting > 0, "the timer waits");
            while (clock.Step(new DateTimeOffset(2026, 3, 1, 10, minute, 0, TimeSpan.Zero)))
            {
            }

            await Eventually.IsTrue(() => ticks.Count == expected, $"firing {minute}");
        }
    }

    public sealed class Ticks
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public void Add() => Interlocked.Increment(ref _count);
    }

    public sealed class Ticker(Ticks ticks)
    {
        [Function("Ticker")]
        public Task Run([TimerTrigger("0 * * * * *")] TimerInfo info, FunctionContext context)
        {
            Assert.False(info.IsPastDue);
            Assert.Equal("Ticker", context.FunctionDefinition.Name);
            ticks.Add();
            throw new InvalidOperationException("A firing that fails does not end the timer.");
        }
    }

    private sealed class Drain
    {
        public int Seconds { get; set; }
    }

    private sealed class Grace
    {
        public int Seconds { get; set; }
    }
}
