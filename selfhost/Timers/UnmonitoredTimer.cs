using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.SelfHost.Timers;

/// <summary>Fires when due and keeps nothing: for due times that are seconds apart, or whose function asked for it.</summary>
internal sealed class UnmonitoredTimer(TimerFunction timer, TimerCalendar calendar, TimerFiring fire)
{
    public async Task Run(CancellationToken stopping)
    {
        if (timer.RunOnStartup)
        {
            await fire(new TimerInfo(), stopping);
        }

        for (var due = calendar.NextAfter(calendar.Now); ; due = calendar.NextToCome(due))
        {
            await calendar.WaitUntil(due, stopping);
            await fire(new TimerInfo { IsPastDue = calendar.IsPastDue(due) }, stopping);
        }
    }
}
