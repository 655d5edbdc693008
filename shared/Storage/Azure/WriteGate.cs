namespace ClickDeploy.Storage.Azure;

/// <summary>Lets writes pass side by side, or none while it is closed.</summary>
internal sealed class WriteGate
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _oneCloser = new(1);
    private TaskCompletionSource _opened = Done();
    private TaskCompletionSource _empty = Done();
    private int _passing;

    /// <summary>Waits until it is open; the write is over when the answer is disposed.</summary>
    public async ValueTask<IDisposable> Pass(CancellationToken cancellation)
    {
        while (true)
        {
            Task opened;
            lock (_lock)
            {
                opened = _opened.Task;
                if (opened.IsCompleted)
                {
                    if (_passing++ == 0)
                        _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
                    return new Once(Left);
                }
            }

            await opened.WaitAsync(cancellation);
        }
    }

    /// <summary>Closes it and waits for the writes that are under way; open again when the answer is disposed.</summary>
    public async Task<IDisposable> Close(CancellationToken cancellation)
    {
        await _oneCloser.WaitAsync(cancellation);
        Task empty;
        lock (_lock)
        {
            _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
            empty = _empty.Task;
        }

        var open = new Once(Open);
        try
        {
            await empty.WaitAsync(cancellation);
            return open;
        }
        catch
        {
            open.Dispose();
            throw;
        }
    }

    private void Left()
    {
        lock (_lock)
        {
            if (--_passing == 0)
                _empty.SetResult();
        }
    }

    private void Open()
    {
        lock (_lock)
            _opened.SetResult();
        _oneCloser.Release();
    }

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }

    private sealed class Once(Action end) : IDisposable
    {
        private Action? _end = end;

        public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
    }
}
