namespace ClickDeploy.SelfHost.Timers;

/// <summary>When a timer is due.</summary>
internal interface ITimerSchedule
{
    /// <summary>The first due time after <paramref name="time"/> (UTC), or null when there is none.</summary>
    DateTime? Next(DateTime time);
}
