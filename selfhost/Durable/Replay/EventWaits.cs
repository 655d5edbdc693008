using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.SelfHost.Durable.Json;

namespace ClickDeploy.SelfHost.Durable.Replay;

/// <summary>Waits and events by name, without case: buffered events are handed out oldest first, open waits are served newest first.</summary>
internal sealed class EventWaits
{
    private readonly Dictionary<string, LinkedList<Wait>> _waits = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Queue<(int Place, EventRaised Event)>> _buffered = new(StringComparer.OrdinalIgnoreCase);
    private int _raised;

    public bool IsAnyOpen => _waits.Values.Any(waits => waits.Count > 0);

    /// <summary>Those that nobody has waited for, oldest first.</summary>
    public IEnumerable<EventRaised> Unread => _buffered.Values.SelectMany(events => events).OrderBy(one => one.Place).Select(one => one.Event);

    /// <param name="ended">Told once whether the event came, or the wait was given up.</param>
    public Task<T> Open<T>(string name, CancellationToken cancellation, Action<bool>? ended = null)
    {
        if (cancellation.IsCancellationRequested)
        {
            ended?.Invoke(false);
            return Task.FromCanceled<T>(cancellation);
        }

        if (_buffered.TryGetValue(name, out var events) && events.TryDequeue(out var first))
        {
            ended?.Invoke(true);
            return Task.FromResult(DurableJson.Read<T>(first.Event.Payload)!);
        }

        var wait = new Wait<T> { Ended = ended };
        if (!_waits.TryGetValue(name, out var waits))
        {
            _waits[name] = waits = new LinkedList<Wait>();
        }

        var node = waits.AddFirst(wait);
        if (cancellation.CanBeCanceled)
        {
            cancellation.Register(() =>
            {
                if (node.List is not null)
                {
                    waits.Remove(node);
                    ended?.Invoke(false);
                    wait.Source.TrySetCanceled(CancellationToken.None);
                }
            });
        }

        return wait.Source.Task;
    }

    /// <summary>What hands the event to the wait that gets it; null when it was put aside.</summary>
    /// <exception cref="System.Text.Json.JsonException">The payload cannot be read as the awaited type.</exception>
    public Action? Raise(EventRaised raised)
    {
        if (_waits.TryGetValue(raised.Name, out var waits) && waits.First?.Value is { } wait)
        {
            waits.RemoveFirst();
            wait.Ended?.Invoke(true);
            return wait.Hand(raised.Payload);
        }

        if (!_buffered.TryGetValue(raised.Name, out var events))
        {
            _buffered[raised.Name] = events = new Queue<(int, EventRaised)>();
        }

        events.Enqueue((_raised++, raised));
        return null;
    }

    private abstract class Wait
    {
        public Action<bool>? Ended { get; init; }

        public abstract Action Hand(string? payload);
    }

    private sealed class Wait<T> : Wait
    {
        public TaskCompletionSource<T> Source { get; } = new();

        public override Action Hand(string? payload)
        {
            var value = DurableJson.Read<T>(payload)!;
            return () => Source.TrySetResult(value);
        }
    }
}
