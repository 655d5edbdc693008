namespace ClickDeploy.SelfHost.Durable.Hub;

/// <summary>Where the engine's own work runs: the thread pool, or a simulation's context.</summary>
internal sealed class Home(SynchronizationContext? context = null)
{
    public void Schedule(Action action)
    {
        if (context is not null)
        {
            context.Post(static state => ((Action)state!)(), action);
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(static run => run(), action, preferLocal: false);
        }
    }

    /// <summary>Runs an asynchronous piece of work there, whatever context the caller has.</summary>
    public Task Run(Func<Task> work)
    {
        var ended = new TaskCompletionSource();
        Schedule(() => _ = Go());
        return ended.Task;

        async Task Go()
        {
            try
            {
                await work();
                ended.SetResult();
            }
            catch (Exception failure)
            {
                ended.SetException(failure);
            }
        }
    }
}
