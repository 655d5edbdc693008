namespace ClickDeploy.SelfHost.Timers;

/// <summary>A schedule on a clock.</summary>
internal sealed class TimerCalendar(ITimerSchedule schedule, TimeProvider time)
{
    // A machine that slept, or whose clock was set, notices within this time.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    public DateTime Now => time.GetUtcNow().UtcDateTime;

    public DateTime NextAfter(DateTime moment) => schedule.Next(moment) ?? DateTime.MaxValue;

    /// <summary>The due time after this one that is still to come: what passed meanwhile is skipped.</summary>
    public DateTime NextToCome(DateTime due) => NextAfter(due) is var next && next > Now ? next : NextAfter(Now);

    /// <summary>Whether the next due time has passed too.</summary>
    public bool IsPastDue(DateTime due) => NextAfter(due) <= Now;

    public async Task WaitUntil(DateTime moment, CancellationToken stopping)
    {
        while (moment - Now is var left && left > TimeSpan.Zero)
        {
            // Whole milliseconds upwards: a timer cannot wait for less.
            var wait = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Min(left.TotalMilliseconds, LongestWait.TotalMilliseconds)));
            await Task.Delay(wait, time, stopping);
        }

        stopping.ThrowIfCancellationRequested();
    }
}
