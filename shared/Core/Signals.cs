using System.Collections.Concurrent;

namespace ClickDeploy.Core;

/// <summary>Wakes readers of this process when something they look at was written. A hint, never the truth: a waiter reads again, and looks by itself once a second for what other processes wrote.</summary>
public sealed class Signals(TimeProvider time)
{
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, Waiting> _waiting = new();
    private long _tidied = time.GetTimestamp();

    /// <summary>How many subjects somebody waits for, or did a short while ago.</summary>
    public int Subjects => _waiting.Count;

    /// <summary>Take this before reading: a write between the read and the wait then still wakes.</summary>
    public Task Next(string subject)
    {
        Tidy();
        return _waiting.GetOrAdd(subject, static (_, since) => new(since), time.GetTimestamp()).Raised.Task;
    }

    public void Raise(string subject)
    {
        if (_waiting.TryRemove(subject, out var waiting))
        {
            waiting.Raised.TrySetResult();
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

    // Most subjects are raised no more once their readers have gone. Whoever does wait for an old one looks a little early.
    private void Tidy()
    {
        var last = Volatile.Read(ref _tidied);
        if (time.GetElapsedTime(last) < Kept || Interlocked.CompareExchange(ref _tidied, time.GetTimestamp(), last) != last)
        {
            return;
        }

        foreach (var entry in _waiting.Where(entry => time.GetElapsedTime(entry.Value.Since) >= Kept))
        {
            if (_waiting.TryRemove(entry))
            {
                entry.Value.Raised.TrySetResult();
            }
        }
    }

    private sealed class Waiting(long since)
    {
        public long Since => since;

        public TaskCompletionSource Raised { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
