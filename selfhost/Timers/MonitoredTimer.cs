using ClickDeploy.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.SelfHost.Timers;

/// <summary>Fires one timer when it is due, one firing after the other, and keeps in storage what was fired.</summary>
/// <remarks>
/// Each due time is claimed by one guarded write before it fires: of several processes one fires, a restart does not
/// repeat it, and what came due while nobody ran is made up for once. A firing that dies half-way is not repeated.
/// </remarks>
internal sealed partial class MonitoredTimer(TimerFunction timer, TimerCalendar calendar, TimerLedger ledger, TimerFiring fire, TimeProvider time, ILogger logger)
{
    // Shorter than the shortest monitored interval: a holder that died in a firing does not delay the next one.
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ProlongAfter = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Prolonged = TimeSpan.FromSeconds(55);

    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(30);

    private readonly Guid _holder = Guid.NewGuid();

    private DateTime Now => calendar.Now;

    public async Task Run(CancellationToken stopping)
    {
        var due = await Begin(stopping);
        for (var missed = due < Now; ; missed = false)
        {
            await calendar.WaitUntil(due, stopping);
            due = await FireUnlessFired(due, missed || calendar.IsPastDue(due), stopping);
        }
    }

    /// <summary>Takes up the schedule where it was left; a new one, or one that was changed, begins now.</summary>
    private async Task<DateTime> Begin(CancellationToken stopping)
    {
        var status = await Insistently(ledger.Read, stopping);
        if (status?.Schedule != timer.Text)
        {
            var begun = new TimerStatus { Last = status?.Last, Next = calendar.NextAfter(Now), Updated = Now, Schedule = timer.Text };
            await Insistently(token => ledger.Write(begun, token), stopping);
        }

        if (timer.RunOnStartup && ledger.Status!.Next >= Now)
        {
            await Fire(Now, Guid.NewGuid(), isPastDue: false, stopping);
        }

        return ledger.Status!.Next;
    }

    private async Task<DateTime> FireUnlessFired(DateTime due, bool isPastDue, CancellationToken stopping)
    {
        var claim = Guid.NewGuid();
        while (ledger.Status is not { } status || status.Next <= due)
        {
            if (ledger.Status is { BusyUntil: { } until, Holder: var holder } && holder != _holder && until > Now)
            {
                await calendar.WaitUntil(until, stopping);
                await Insistently(ledger.Read, stopping);
            }
            else if (await Fire(due, claim, isPastDue, stopping))
            {
                break;
            }
        }

        return ledger.Status!.Next;
    }

    /// <summary>Claims the firing, then fires. False when somebody else was faster: the ledger says what they did.</summary>
    private async Task<bool> Fire(DateTime due, Guid claim, bool isPastDue, CancellationToken stopping)
    {
        var before = ledger.Status;
        var next = calendar.NextToCome(due);
        var claimed = new TimerStatus
        {
            Last = due,
            Next = next,
            Updated = Now,
            Schedule = timer.Text,
            Claim = claim,
            Holder = _holder,
            BusyUntil = Now + Busy,
        };
        if (!await Insistently(token => ledger.Write(claimed, token), stopping))
        {
            return false;
        }

        var info = new TimerInfo
        {
            IsPastDue = isPastDue,
            ScheduleStatus = new ScheduleStatus { Last = before?.Last ?? default, Next = next, LastUpdated = before?.Updated ?? default },
        };
        await Hold(fire(info, stopping));
        return true;
    }

    /// <summary>Keeps other processes from firing while the function runs. Short runs cost no write.</summary>
    private async Task Hold(Task run)
    {
        var prolonged = false;
        while (!run.IsCompleted)
        {
            try
            {
                await run.WaitAsync(ProlongAfter, time, CancellationToken.None);
            }
            catch (TimeoutException)
            {
                prolonged = await TryWrite(ledger.Status! with { BusyUntil = Now + Prolonged, Updated = Now });
            }
        }

        if (prolonged)
        {
            await TryWrite(ledger.Status! with { BusyUntil = null, Updated = Now });
        }
    }

    private async Task<T> Insistently<T>(Func<CancellationToken, Task<T>> call, CancellationToken stopping)
    {
        for (var wait = TimeSpan.FromSeconds(1); ; wait = wait * 2 < LongestRetry ? wait * 2 : LongestRetry)
        {
            try
            {
                return await call(stopping);
            }
            catch (StorageUnavailableException exception)
            {
                LogUnavailable(timer.Name, exception.Message, wait.TotalSeconds);
            }

            await Task.Delay(wait, time, stopping);
        }
    }

    private async Task<bool> TryWrite(TimerStatus status)
    {
        try
        {
            return status.Holder == _holder && await ledger.Write(status, CancellationToken.None);
        }
        catch (StorageUnavailableException exception)
        {
            LogNotProlonged(timer.Name, exception.Message);
            return true;
        }
    }
}
