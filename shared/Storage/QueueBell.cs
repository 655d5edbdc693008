namespace ClickDeploy.Storage;

/// <summary>Rung by who sends, heard by who waits in the same process.</summary>
internal sealed class QueueBell(TimeProvider time)
{
    private volatile TaskCompletionSource _rung = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Ring() => _rung.TrySetResult();

    /// <summary>A ring that nobody waited for ends the next wait at once.</summary>
    public async Task Wait(TimeSpan longest, CancellationToken cancellation)
    {
        var rung = _rung;
        await rung.Task.WaitAsync(longest, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
        if (rung.Task.IsCompleted)
            _rung = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
