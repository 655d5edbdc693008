namespace ClickDeploy.SelfHost.Timers;

internal sealed class IntervalSchedule(TimeSpan interval) : ITimerSchedule
{
    public DateTime? Next(DateTime time) => time + interval;
}
