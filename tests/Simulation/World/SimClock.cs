namespace ClickDeploy.Tests.Simulation.World;

/// <summary>Time that stands still until the simulation moves it: to the next timer, or on by itself.</summary>
public sealed class SimClock : TimeProvider
{
    private static readonly DateTimeOffset Origin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _gate = new();
    private readonly PriorityQueue<SimTimer, (DateTimeOffset At, long Order)> _timers = new();
    private DateTimeOffset _now = Origin;
    private long _order;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => (GetUtcNow() - Origin).Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimTimer(this, callback, state, SynchronizationContext.Current);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves on; timers that come due are posted to where they were made.</summary>
    public void Advance(TimeSpan by)
    {
        DateTimeOffset target;
        lock (_gate)
        {
            target = _now + by;
        }

        while (FireNext(target))
        {
        }

        lock (_gate)
        {
            _now = target;
        }
    }

    /// <summary>Moves to the next timer. False when there is none.</summary>
    public bool AdvanceToNext() => FireNext(DateTimeOffset.MaxValue);

    private bool FireNext(DateTimeOffset limit)
    {
        SimTimer due;
        lock (_gate)
        {
            while (true)
            {
                if (!_timers.TryPeek(out due!, out var key) || key.At > limit)
                {
                    return false;
                }

                _timers.Dequeue();
                if (due.Take(key.Order, key.At))
                {
                    _now = key.At > _now ? key.At : _now;
                    break;
                }
            }
        }

        due.Fire();
        return true;
    }

    private sealed class SimTimer(SimClock clock, TimerCallback callback, object? state, SynchronizationContext? home) : ITimer
    {
        private long _current;
        private TimeSpan _period;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                _current = ++clock._order;
                _period = period;
                if (dueTime != Timeout.InfiniteTimeSpan && (home as SimContext)?.IsDead != true)
                {
                    clock._timers.Enqueue(this, (clock._now + dueTime, _current));
                }
            }

            return true;
        }

        /// <summary>True when that entry is the timer's present one.</summary>
        public bool Take(long order, DateTimeOffset at)
        {
            if (order != _current || (home as SimContext)?.IsDead == true)
            {
                return false;
            }

            if (_period > TimeSpan.Zero)
            {
                _current = ++clock._order;
                clock._timers.Enqueue(this, (at + _period, _current));
            }

            return true;
        }

        public void Fire()
        {
            if (home is SimContext context)
            {
                context.Post(_ => callback(state), null);
            }
            else
            {
                callback(state);
            }
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
