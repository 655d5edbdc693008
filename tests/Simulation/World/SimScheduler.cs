namespace ClickDeploy.Tests.Simulation.World;

/// <summary>Runs everything of a simulation on one thread, in an order that the seed decides. Real threads may post too; then the order is theirs.</summary>
public sealed class SimScheduler(Random random)
{
    private const int Reach = 4;

    private readonly Lock _gate = new();
    private readonly List<(SimContext Context, SendOrPostCallback Callback, object? State)> _ready = [];
    private readonly AutoResetEvent _posted = new(false);

    public int Executed { get; private set; }

    public SimContext NewContext() => new(this);

    public void Add(SimContext context, SendOrPostCallback callback, object? state)
    {
        lock (_gate)
        {
            _ready.Add((context, callback, state));
        }

        _posted.Set();
    }

    /// <summary>Runs one callback; false when none is ready.</summary>
    public bool RunOne()
    {
        (SimContext Context, SendOrPostCallback Callback, object? State) next;
        lock (_gate)
        {
            if (_ready.Count == 0)
            {
                return false;
            }

            var at = random.Next(Math.Min(_ready.Count, Reach));
            next = _ready[at];
            _ready.RemoveAt(at);
        }

        if (!next.Context.IsDead)
        {
            Executed++;
            var before = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(next.Context);
            try
            {
                next.Callback(next.State);
            }
            finally
            {
                SynchronizationContext.SetSynchronizationContext(before);
            }
        }

        return true;
    }

    /// <summary>Waits for a post of a real thread.</summary>
    public bool WaitForPost(TimeSpan atMost)
    {
        lock (_gate)
        {
            if (_ready.Count > 0)
            {
                return true;
            }
        }

        return _posted.WaitOne(atMost);
    }
}

/// <summary>Where one simulated process runs. Killed, nothing of it runs any more.</summary>
public sealed class SimContext(SimScheduler scheduler) : SynchronizationContext
{
    public bool IsDead { get; private set; }

    public void Kill() => IsDead = true;

    public override SynchronizationContext CreateCopy() => this;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (!IsDead)
        {
            scheduler.Add(this, d, state);
        }
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public Task Run(Func<Task> act) => Call(async () =>
    {
        await act();
        return true;
    });

    /// <summary>Runs <paramref name="act"/> here; never completes when the process dies meanwhile.</summary>
    public Task<T> Call<T>(Func<Task<T>> act)
    {
        var done = new TaskCompletionSource<T>();
        Post(_ => _ = Go(), null);
        return done.Task;

        async Task Go()
        {
            try
            {
                done.SetResult(await act());
            }
            catch (Exception failure)
            {
                done.SetException(failure);
            }
        }
    }
}
