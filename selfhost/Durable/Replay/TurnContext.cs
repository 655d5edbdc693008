namespace ClickDeploy.SelfHost.Durable.Replay;

/// <summary>
/// The synchronization context of a turn: what is posted from the turn's own thread runs in order within the turn. A post from another thread
/// is the continuation of something that is not durable: it is reported, and never run.
/// </summary>
internal sealed class TurnContext(Action<string> violated) : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _ready = new();
    private volatile int _thread;

    public bool IsMyThread => _thread == Environment.CurrentManagedThreadId;

    public override SynchronizationContext CreateCopy() => this;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsMyThread)
        {
            _ready.Enqueue((d, state));
        }
        else
        {
            violated("the continuation of an await came from another thread");
        }
    }

    public override void Send(SendOrPostCallback d, object? state) => Post(d, state);

    /// <summary>Runs <paramref name="action"/> as the turn, on this thread and with this context as the current one.</summary>
    public void Enter(Action action)
    {
        var before = Current;
        _thread = Environment.CurrentManagedThreadId;
        SetSynchronizationContext(this);
        try
        {
            action();
        }
        finally
        {
            _thread = 0;
            _ready.Clear();
            SetSynchronizationContext(before);
        }
    }

    /// <summary>Completes a durable task. With no current context, so that an await with ConfigureAwait(false) goes on inline.</summary>
    public void Complete(Action complete)
    {
        SetSynchronizationContext(null);
        try
        {
            complete();
        }
        finally
        {
            SetSynchronizationContext(this);
        }

        RunReady();
    }

    /// <summary>Runs what is ready until nothing is.</summary>
    public void RunReady()
    {
        while (_ready.TryDequeue(out var next))
        {
            SetSynchronizationContext(this);
            next.Callback(next.State);
        }

        SetSynchronizationContext(this);
    }
}
