namespace ClickDeploy.SelfHost.Durable.Hub;

/// <summary>Calls back with an id at, and never before, a time. One timer for all, and one time for each id.</summary>
internal sealed class WakeUps : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(20);

    private readonly TimeProvider _clock;
    private readonly Action<string> _wake;
    private readonly Dictionary<string, DateTimeOffset> _times = new(StringComparer.Ordinal);
    // Holds entries of ids whose time is another one by now, or none: they are passed over.
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

    /// <summary>Wakes the instance then, or before: an earlier time that was asked for stays.</summary>
    public void Add(string instance, DateTimeOffset at)
    {
        lock (_gate)
        {
            if (_times.TryGetValue(instance, out var set) && set <= at)
            {
                return;
            }

            _times[instance] = at;
            var isFirst = !_queue.TryPeek(out _, out var earliest) || at < earliest;
            _queue.Enqueue(instance, at);
            if (isFirst)
            {
                Arm();
            }
        }
    }

    /// <summary>The instance has ended.</summary>
    public void Remove(string instance)
    {
        lock (_gate)
        {
            _times.Remove(instance);
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
                if (_times.TryGetValue(instance, out var set) && set == at)
                {
                    _times.Remove(instance);
                    due.Add(instance);
                }
            }

            Arm();
        }

        due.ForEach(_wake);
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
