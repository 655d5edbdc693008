using ClickDeploy.Storage;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.SelfHost.Queues;

/// <summary>Takes the messages of one queue, runs the function for each, and deletes those for which it came to its end.</summary>
internal sealed partial class QueueListener(
    QueueFunction function, QueueOptions options, IStorage storage, Func<string, CancellationToken, Task> invoke, TimeProvider time, ILogger<QueueListener> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    private readonly IQueue _queue = storage.Queue(function.Queue);
    private readonly IQueue _poison = storage.Queue(function.Poison);

    /// <summary>Returns when it is stopped and what was under way has ended.</summary>
    public async Task Run(CancellationToken stopping)
    {
        await CountPoison(stopping);
        var running = new List<Task>();
        var pause = FirstPause;
        while (!stopping.IsCancellationRequested)
        {
            running.RemoveAll(task => task.IsCompleted);
            if (running.Count > options.NewBatchThreshold)
            {
                await Task.WhenAny(running);
                continue;
            }

            var taken = await Take(stopping);
            running.AddRange(taken.Select(message => Task.Run(() => Process(message, stopping), CancellationToken.None)));
            if (taken.Count > 0)
            {
                pause = FirstPause;
                continue;
            }

            await _queue.Arrival(pause, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < options.MaxPollingInterval ? pause * 2 : options.MaxPollingInterval;
        }

        await Task.WhenAll(running);
    }

    private async Task<IReadOnlyList<QueueMessage>> Take(CancellationToken stopping)
    {
        try
        {
            return await _queue.Receive(options.BatchSize, options.Hidden, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return [];
        }
        catch (StorageUnavailableException outage)
        {
            LogSilent(outage, function.Queue);
            return [];
        }
        catch (Exception bug)
        {
            // One answer that nobody expected must not end the listening for good.
            LogBroken(bug, function.Queue);
            return [];
        }
    }

    private async Task Process(QueueMessage message, CancellationToken stopping)
    {
        try
        {
            // Its processes were killed in the middle of it, each time: it may be what kills them.
            if (message.DequeueCount > options.MaxDequeueCount)
            {
                await Poison(message);
                return;
            }

            var run = Invoke(message, stopping);
            var held = await KeepUntil(run, message);
            var outcome = await run;
            QueueMeter.Ended(function.Queue, outcome.ToString().ToLowerInvariant());
            switch (outcome)
            {
                case Outcome.Done:
                    if (!await _queue.Delete(held, CancellationToken.None))
                    {
                        LogTakenAgain(function.Name, message.Id);
                    }

                    break;
                case Outcome.Stopped:
                    await _queue.Hide(held, TimeSpan.Zero, CancellationToken.None);
                    break;
                case Outcome.Failed when message.DequeueCount >= options.MaxDequeueCount:
                    await Poison(held);
                    break;
                case Outcome.Failed:
                    await _queue.Hide(held, options.VisibilityTimeout, CancellationToken.None);
                    break;
            }
        }
        catch (StorageUnavailableException outage)
        {
            // It comes back when the time is over for which it is hidden.
            LogSilent(outage, function.Queue);
        }
        catch (Exception bug)
        {
            LogBroken(bug, function.Queue);
        }
    }

    private async Task<Outcome> Invoke(QueueMessage message, CancellationToken stopping)
    {
        try
        {
            await invoke(message.Body, stopping);
            return Outcome.Done;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return Outcome.Stopped;
        }
        catch (Exception exception)
        {
            LogFailed(exception, function.Name, message.Id, message.DequeueCount, options.MaxDequeueCount);
            return Outcome.Failed;
        }
    }

    /// <returns>The message with its last receipt.</returns>
    private async Task<QueueMessage> KeepUntil(Task run, QueueMessage message)
    {
        while (true)
        {
            await run.WaitAsync(options.Hidden / 3, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (run.IsCompleted)
            {
                return message;
            }

            try
            {
                message = await _queue.Hide(message, options.Hidden, CancellationToken.None) ?? message;
            }
            catch (StorageUnavailableException outage)
            {
                LogSilent(outage, function.Queue);
            }
            catch (Exception bug)
            {
                LogBroken(bug, function.Queue);
            }
        }
    }

    // First there, then gone here: a crash between the two leaves it twice, and never nowhere.
    private async Task Poison(QueueMessage message)
    {
        await _poison.Send(message.Body, cancellation: CancellationToken.None);
        await _queue.Delete(message, CancellationToken.None);
        QueueMeter.Ended(function.Queue, "poisoned");
        await CountPoison(CancellationToken.None);
        LogPoisoned(function.Name, message.Id, message.DequeueCount, function.Poison);
    }

    private async Task CountPoison(CancellationToken stopping)
    {
        try
        {
            QueueMeter.Aside(function.Poison, await _poison.Count(stopping));
        }
        catch (StorageUnavailableException outage)
        {
            LogSilent(outage, function.Queue);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
        catch (Exception bug)
        {
            LogBroken(bug, function.Queue);
        }
    }

    private enum Outcome
    {
        Done,
        Failed,
        Stopped,
    }
}
