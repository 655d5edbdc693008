namespace ClickDeploy.SelfHost.Durable.Replay;

/// <summary>
/// The synchronization context of a turn: what is posted from the turn's own thread runs in order within the turn. A post from another thread
/// is the continuation of something that is not durable: it is reported, and never run.
/// </summary>
/// <param name="violated">Called from any thread, once at most.</param>
internal sealed class TurnContext(Action<string> violated) : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _ready = new();
    private volatile int _thread;
    private volatile string? _violation;

    public bool IsMyThread => _thread == Environment.CurrentManagedThreadId;

    /// <summary>The first thing that was done and was not durable.</summary>
    public string? Violation => _violation;

    public void Violate(string what)
    {
        if (Interlocked.CompareExchange(ref _violation, what, null) is null)
        {
            violated(what);
        }
    }

    /// <summary>Throws when it is called from a thread that is not the turn's.</summary>
    public void Guard()
    {
        if (!IsMyThread)
        {
            Violate("its context was used on another thread");
            throw new InvalidOperationException("The context of an orchestrator was used on another thread: something that is not durable was awaited before.");
        }
    }

    public override SynchronizationContext CreateCopy() => this;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsMyThread)
        {
            _ready.Enqueue((d, state));
        }
        else
        {
            Violate("the continuation of an await came from another thread");
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
