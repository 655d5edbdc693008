using ClickDeploy.Storage;

namespace ClickDeploy.SelfHost.Durable.Rows;

/// <summary>How long a caller repeats a call to which the store gave no answer.</summary>
internal abstract class Patience(TimeProvider clock, DurableOptions options)
{
    protected TimeProvider Clock { get; } = clock;

    /// <summary>Throws when the caller must not, or will not, call the store any more.</summary>
    public abstract void Check(StorageUnavailableException? last);

    public async Task<T> Ask<T>(Func<Task<T>> call)
    {
        for (var attempt = 0; ; attempt++)
        {
            Check(null);
            try
            {
                return await call();
            }
            catch (StorageUnavailableException outage)
            {
                await Pause(attempt, outage);
            }
        }
    }

    public async Task Pause(int attempt, StorageUnavailableException outage)
    {
        Check(outage);
        var pause = options.RetryPause * Math.Pow(2, Math.Min(attempt, 16));
        await Task.Delay(pause < options.MaxRetryPause ? pause : options.MaxRetryPause, Clock);
        Check(outage);
    }
}

/// <summary>A client's: gives up after <see cref="DurableOptions.CallTimeout"/>.</summary>
internal sealed class CallPatience(TimeProvider clock, DurableOptions options, CancellationToken cancellation) : Patience(clock, options)
{
    private readonly long _began = clock.GetTimestamp();
    private readonly TimeSpan _timeout = options.CallTimeout;

    public override void Check(StorageUnavailableException? last)
    {
        cancellation.ThrowIfCancellationRequested();
        if (Clock.GetElapsedTime(_began) >= _timeout)
        {
            throw last ?? new StorageUnavailableException($"The store did not answer within {_timeout.TotalSeconds:0} s.");
        }
    }
}
