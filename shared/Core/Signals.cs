using System.Collections.Concurrent;

namespace ClickDeploy.Core;

/// <summary>Wakes readers of this process when something they look at was written. A hint, never the truth: a waiter reads again, and looks by itself once a second for what other processes wrote.</summary>
public sealed class Signals(TimeProvider time)
{
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new();

    /// <summary>Take this before reading: a write between the read and the wait then still wakes.</summary>
    public Task Next(string subject) => _waiting.GetOrAdd(subject, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Raise(string subject)
    {
        if (_waiting.TryRemove(subject, out var waiting))
        {
            waiting.TrySetResult();
        }
    }

    /// <summary>Returns when <paramref name="next"/> was raised, or after a second, whichever is first.</summary>
    public async Task Wait(Task next, CancellationToken cancellation)
    {
        try
        {
            await next.WaitAsync(LookAnyway, time, cancellation);
        }
        catch (TimeoutException)
        {
            // Time to look anyway.
        }
    }
}
