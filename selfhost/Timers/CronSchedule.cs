using NCrontab;

namespace ClickDeploy.SelfHost.Timers;

internal sealed class CronSchedule(CrontabSchedule schedule) : ITimerSchedule
{
    // Nothing within this time is never: the longest there is are the eight years between two 29ths of February around 2100.
    private static readonly TimeSpan Never = TimeSpan.FromDays(9 * 366);

    public DateTime? Next(DateTime time)
    {
        var end = time + Never;
        var next = schedule.GetNextOccurrence(time, end);
        return next < end ? DateTime.SpecifyKind(next, DateTimeKind.Utc) : null;
    }
}
