using System.Collections.Concurrent;
using ClickDeploy.SelfHost.Durable.Rows;

namespace ClickDeploy.SelfHost.Durable.Hub;

/// <summary>Finds by the index what others left: the work of the process before, what other processes wrote meanwhile, and remains of starts that were never finished.</summary>
internal sealed class Recovery(Term term)
{
    private readonly TaskCompletionSource _indexRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<(Message.Found Found, long Since)> _suspects = new();
    private readonly Dictionary<string, (string ETag, long Since)> _pokes = new(StringComparer.Ordinal);

    /// <summary>From then on it is known which instances are parked; also over when the hub is lost before.</summary>
    public Task IndexRead => _indexRead.Task;

    /// <summary>Hot and poked instances, and those whose time has come, are loaded; the others only get their wake-up.</summary>
    public async Task Begin()
    {
        var rows = await term.Index.All(term.Patience);
        foreach (var parked in rows.OfType<ActiveRow.Parked>())
        {
            term.SetParked(parked.Instance, true);
        }

        _indexRead.TrySetResult();
        foreach (var row in rows)
        {
            switch (row)
            {
                case ActiveRow.Hot hot:
                    term.TryPost(hot.Instance, new Message.Found(hot, hot.Execution, hot.CreatedAt));
                    break;
                case ActiveRow.Parked parked:
                    if (parked.WakeAt is { } at && at > term.Clock.GetUtcNow())
                    {
                        term.WakeUps.Add(parked.Instance, at);
                    }
                    else if (parked.WakeAt is not null)
                    {
                        term.TryPost(parked.Instance, new Message.Found(parked, parked.Execution, parked.CreatedAt));
                    }

                    break;
                case ActiveRow.Poke poke:
                    term.TryPost(poke.Instance, new Message.Look());
                    break;
            }
        }
    }

    /// <summary>Looks for what other processes wrote, and for remains of starts that were never finished.</summary>
    public async Task Look()
    {
        var grace = 2 * term.Options.CallTimeout;
        var pokes = (await term.Index.Pokes(term.Patience)).OfType<ActiveRow.Poke>().ToList();
        foreach (var poke in pokes)
        {
            if (!_pokes.TryGetValue(poke.Instance, out var seen) || seen.ETag != poke.ETag)
            {
                _pokes[poke.Instance] = seen = (poke.ETag, term.Clock.GetTimestamp());
            }

            // Read first, then decided by the time before the read: what its sender wrote is seen before the poke goes.
            var isOver = term.Clock.GetElapsedTime(seen.Since) >= grace;
            await term.Send(poke.Instance, new Message.Look());
            if (isOver)
            {
                await SuspectAll(poke.Instance);
                await term.Index.RemovePoke(poke, term.Patience);
                _pokes.Remove(poke.Instance);
            }
        }

        while (term.Starter.Unfinished.TryDequeue(out var unfinished))
        {
            Suspect(unfinished);
        }

        while (_suspects.TryPeek(out var suspect) && term.Clock.GetElapsedTime(suspect.Since) >= grace && _suspects.TryDequeue(out _))
        {
            await Judge(suspect.Found);
        }
    }

    /// <summary>An index row whose execution is not there: a start under way, or the remains of one. Looked at again when no start can be under way any more.</summary>
    public void Suspect(Message.Found found) => _suspects.Enqueue((found, term.Clock.GetTimestamp()));

    /// <summary>Nobody waits for the index any more.</summary>
    public void Drop() => _indexRead.TrySetResult();

    // Whoever poked may have died in the middle of a start. Another start may be under way just now, so each row gets its own time.
    private async Task SuspectAll(string instance)
    {
        foreach (var hot in await term.Index.HotOf(instance, term.Patience))
        {
            Suspect(new Message.Found(hot, hot.Execution, hot.CreatedAt));
        }
    }

    private async Task Judge(Message.Found found)
    {
        var stored = await term.Instances.Get(found.Row.Instance, term.Patience);
        if (stored?.Row.Execution == found.Execution)
        {
            term.TryPost(found.Row.Instance, found);
            return;
        }

        // A start that was not finished may have put its input into a blob. What an older execution has for others is not told yet: its steps stay.
        if ((await term.Instances.Outbox(found.Row.Instance, term.Patience)).Count == 0)
        {
            await term.Instances.DeleteBlobs(found.Row.Instance, found.Execution, term.Patience);
        }

        await term.Index.RemoveParked(found.Row.Instance, found.Execution, term.Patience);
        await term.Index.Retract(found.Row.Instance, found.Execution, found.CreatedAt, term.Patience);
    }
}
