namespace ClickDeploy.SelfHost.Durable.Hub;

/// <summary>Calls back with an id at, and never before, a time. One timer for all; entries that no longer matter are harmless.</summary>
internal sealed class WakeUps : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(20);

    private readonly TimeProvider _clock;
    private readonly Action<string> _wake;
    private readonly PriorityQueue<string, DateTimeOffset> _queue = new();
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private bool _isDisposed;

    public WakeUps(TimeProvider clock, Action<string> wake)
    {
        _clock = clock;
        _wake = wake;
        _timer = clock.CreateTimer(_ => WakeDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(string instance, DateTimeOffset at)
    {
        lock (_gate)
        {
            var isFirst = !_queue.TryPeek(out _, out var earliest) || at < earliest;
            _queue.Enqueue(instance, at);
            if (isFirst)
            {
                Arm();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _timer.Dispose();
        }
    }

    private void WakeDue()
    {
        var due = new List<string>();
        lock (_gate)
        {
            var now = _clock.GetUtcNow();
            while (_queue.TryPeek(out var instance, out var at) && at <= now)
            {
                _queue.Dequeue();
                due.Add(instance);
            }

            Arm();
        }

        foreach (var instance in due.Distinct())
        {
            _wake(instance);
        }
    }

    private void Arm()
    {
        if (_isDisposed || !_queue.TryPeek(out _, out var at))
        {
            return;
        }

        // Timers count whole milliseconds and may come a little early; then this arms once more.
        var wait = at - _clock.GetUtcNow();
        wait = wait <= TimeSpan.Zero ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
        _timer.Change(wait < Longest ? wait : Longest, Timeout.InfiniteTimeSpan);
    }
}
