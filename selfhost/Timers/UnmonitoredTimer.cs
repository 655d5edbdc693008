using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.SelfHost.Timers;

/// <summary>Fires when due and keeps nothing: for due times that are seconds apart, or whose function asked for it.</summary>
/// <param name="isMine">Of several processes on one store, one fires: the one that holds the durable engine's lease.</param>
internal sealed class UnmonitoredTimer(TimerFunction timer, TimerCalendar calendar, TimerFiring fire, Func<bool> isMine)
{
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(5);

    public async Task Run(CancellationToken stopping)
    {
        if (timer.RunOnStartup)
        {
            await BecomeMine(stopping);
            await fire(new TimerInfo(), stopping);
        }

        for (var due = calendar.NextAfter(calendar.Now); ; due = calendar.NextToCome(due))
        {
            await calendar.WaitUntil(due, stopping);
            if (isMine())
            {
                await fire(new TimerInfo { IsPastDue = calendar.IsPastDue(due) }, stopping);
            }
        }
    }

    // The lease comes a moment after the start; in a process that stands by, perhaps never.
    private async Task BecomeMine(CancellationToken stopping)
    {
        for (var look = FirstLook; !isMine(); look = look * 2 < LongestLook ? look * 2 : LongestLook)
        {
            await calendar.WaitUntil(calendar.Now + look, stopping);
        }
    }
}
