namespace ClickDeploy.SelfHost.Durable.Hub;

/// <summary>Where the engine's own work runs: the thread pool, or the context under which it was started (a simulation's).</summary>
internal sealed class Home
{
    private SynchronizationContext? _context;

    public void Adopt(SynchronizationContext? context) => _context = context;

    public void Schedule(Action action)
    {
        if (_context is { } context)
        {
            context.Post(static state => ((Action)state!)(), action);
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(static run => run(), action, preferLocal: false);
        }
    }
}
