namespace ClickDeploy.Tests.SelfHost.Timers;

public sealed class MonitoredTimerTests : IAsyncLifetime
{
    private const string EveryFiveMinutes = "0 */5 * * * *";

    private readonly TimerWorld _world = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public void Due_AgainAndAgain_FiresOnceEach()
    {
        _world.Begin("a", EveryFiveMinutes);
        _world.Until("10:16:00");
        Assert.Equal(["a 10:05:00", "a 10:10:00", "a 10:15:00"], _world.Fired);
        Assert.Equal(new DateTime(2026, 3, 1, 10, 10, 0), _world.Statuses[2]!.Last);
        Assert.Equal(new DateTime(2026, 3, 1, 10, 20, 0), _world.Statuses[2]!.Next);
    }

    [Fact]
    public void Storage_IsAsked_OncePerFiring()
    {
        _world.Begin("a", EveryFiveMinutes);
        Assert.Equal(2, _world.Calls);
        _world.Until("10:04:59");
        Assert.Equal(2, _world.Calls);
        _world.Until("11:00:30");
        Assert.Equal(2 + 12, _world.Calls);
    }

    [Fact]
    public void Processes_ThatShareTheStore_FireOnceInAll()
    {
        _world.Begin("a", EveryFiveMinutes);
        _world.Begin("b", EveryFiveMinutes);
        _world.Begin("c", EveryFiveMinutes);
        _world.Until("11:00:30");
        Assert.Equal(12, _world.Fired.Count);
        Assert.Equal(12, _world.Fired.Select(fired => fired[2..]).Distinct().Count());
    }

    [Fact]
    public void Restart_BetweenDueTimes_RepeatsNothing()
    {
        _world.Begin("a", EveryFiveMinutes).Cancel();
        _world.Begin("b", EveryFiveMinutes);
        _world.Until("10:05:10");
        _world.Begin("c", EveryFiveMinutes);
        _world.Until("10:09:00");
        Assert.Single(_world.Fired);
    }

    [Fact]
    public void Restart_AfterMissedDueTimes_MakesUpForThemOnce()
    {
        var first = _world.Begin("a", EveryFiveMinutes);
        _world.Until("10:06:00");
        first.Cancel();
        _world.Until("10:22:00");
        _world.Begin("b", EveryFiveMinutes);
        _world.Until("10:26:00");
        Assert.Equal(["a 10:05:00", "b 10:22:00 past due", "b 10:25:00"], _world.Fired);
    }

    [Fact]
    public void FirstStart_MissedNothing_FiresWhenDue()
    {
        _world.Until("10:07:00");
        _world.Begin("a", EveryFiveMinutes);
        _world.Until("10:11:00");
        Assert.Equal(["a 10:10:00"], _world.Fired);
    }

    [Fact]
    public void Schedule_ThatWasChanged_BeginsAnew()
    {
        _world.Begin("a", EveryFiveMinutes).Cancel();
        _world.Until("12:30:00");
        _world.Begin("b", "0 0 * * * *");
        _world.Until("13:01:00");
        Assert.Equal(["b 13:00:00"], _world.Fired);
    }

    [Fact]
    public void RunOnStartup_FiresAtOnce_AndThenWhenDue()
    {
        _world.Begin("a", EveryFiveMinutes, runOnStartup: true);
        _world.Until("10:06:00");
        Assert.Equal(["a 10:00:30", "a 10:05:00"], _world.Fired);
    }

    [Fact]
    public void RunOnStartup_WithAMissedRun_IsOneRun()
    {
        _world.Begin("a", EveryFiveMinutes).Cancel();
        _world.Until("10:07:00");
        _world.Begin("b", EveryFiveMinutes, runOnStartup: true);
        _world.Until("10:08:00");
        Assert.Equal(["b 10:07:00 past due"], _world.Fired);
    }

    [Fact]
    public void Run_LongerThanTheInterval_NeverOverlaps()
    {
        _world.Takes = TimeSpan.FromSeconds(150);
        _world.Begin("a", "0 * * * * *");
        _world.Begin("b", "0 * * * * *");
        _world.Until("10:21:00");
        Assert.Equal(1, _world.MostRunning);
        Assert.InRange(_world.Fired.Count, 6, 9);
    }

    [Fact]
    public void Holder_DiesInALongRun_AnotherTakesOver()
    {
        _world.Takes = TimeSpan.FromMinutes(30);
        var first = _world.Begin("a", "0 * * * * *");
        _world.Begin("b", "0 * * * * *");
        _world.Until("10:03:20");
        Assert.Equal(["a 10:01:00"], _world.Fired);
        first.Cancel();
        _world.Until("10:05:00");
        Assert.StartsWith("b 10:04:", Assert.Single(_world.Fired.Skip(1)));
    }

    [Theory]
    [InlineData("Get")]
    [InlineData("Commit")]
    public void Answer_ThatGetsLost_ChangesNothing(string call)
    {
        var calls = 0;
        _world.Lose = name => name == call && calls++ % 2 == 0;
        _world.Begin("a", EveryFiveMinutes);
        _world.Begin("b", EveryFiveMinutes);
        _world.Until("11:00:59");
        Assert.Equal(12, _world.Fired.Count);
        Assert.Equal(12, _world.Fired.Select(fired => fired[5..7]).Distinct().Count());
    }

    [Fact]
    public void Storage_OutOfReachWhenDue_FiresLate()
    {
        _world.Begin("a", EveryFiveMinutes);
        _world.Lose = _ => _world.Clock.GetUtcNow().Minute is >= 5 and < 7;
        _world.Until("10:11:00");
        Assert.Equal(2, _world.Fired.Count);
        Assert.StartsWith("a 10:07:", _world.Fired[0]);
        Assert.Equal("a 10:10:00", _world.Fired[1]);
    }

    [Fact]
    public void Interval_AsTimeSpan_CountsFromTheStart()
    {
        _world.Begin("a", "00:02:00");
        _world.Until("10:06:30");
        Assert.Equal(["a 10:02:30", "a 10:04:30", "a 10:06:30"], _world.Fired);
    }

    [Fact]
    public void DueTimes_SecondsApart_AreNotStored()
    {
        _world.Begin("a", "*/10 * * * * *", runOnStartup: true);
        _world.Until("10:00:55");
        Assert.Equal(["a 10:00:30", "a 10:00:40", "a 10:00:50"], _world.Fired);
        Assert.Equal(0, _world.Calls);
        Assert.All(_world.Statuses, Assert.Null);
    }

    [Fact]
    public void DueTimes_SecondsApart_FireInTheProcessThatHoldsTheLease()
    {
        _world.IsHolder = process => process == (_world.Clock.GetUtcNow().Second < 45 ? "a" : "b");
        _world.Begin("a", "*/10 * * * * *", runOnStartup: true);
        _world.Begin("b", "*/10 * * * * *");
        _world.Until("10:00:55");
        Assert.Equal(["a 10:00:30", "a 10:00:40", "b 10:00:50"], _world.Fired);
    }
}
