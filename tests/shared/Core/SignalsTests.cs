using ClickDeploy.Core;

namespace ClickDeploy.Tests.Shared.Core;

public sealed class SignalsTests
{
    [Fact]
    public void Raise_WakesThoseWhoWait()
    {
        var signals = new Signals(TimeProvider.System);
        var (mine, other) = (signals.Next("a"), signals.Next("b"));

        signals.Raise("a");

        Assert.True(mine.IsCompleted);
        Assert.False(other.IsCompleted);
        Assert.False(signals.Next("a").IsCompleted);
    }

    [Fact]
    public void Subjects_ThatNobodyRaises_AreForgotten()
    {
        var clock = new Clock();
        var signals = new Signals(clock);
        var waiting = signals.Next("forgotten");
        for (var i = 0; i < 1_000; i++)
        {
            signals.Next($"subject-{i}");
        }

        clock.Seconds += 61;
        signals.Next("new");

        Assert.Equal(1, signals.Subjects);
        Assert.True(waiting.IsCompleted, "who still waits looks again");
    }

    private sealed class Clock : TimeProvider
    {
        public long Seconds { get; set; } = 1;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
