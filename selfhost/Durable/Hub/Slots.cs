namespace ClickDeploy.SelfHost.Durable.Hub;

/// <summary>Lets a number of callers in at a time, in the order of their asking. (A SemaphoreSlim goes on in the thread pool, which a simulation could not follow.)</summary>
internal sealed class Slots(int count)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = new();
    private int _free = count;

    public async Task Enter(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        LinkedListNode<TaskCompletionSource> place;
        lock (_gate)
        {
            if (_free > 0)
            {
                _free--;
                return;
            }

            place = _waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        using var registration = cancellation.Register(() => GiveUp(place, cancellation));
        await place.Value.Task;
    }

    public void Leave()
    {
        TaskCompletionSource? next = null;
        lock (_gate)
        {
            if (_waiting.First is { } first)
            {
                next = first.Value;
                _waiting.RemoveFirst();
            }
            else
            {
                _free++;
            }
        }

        next?.SetResult();
    }

    private void GiveUp(LinkedListNode<TaskCompletionSource> place, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (place.List is null)
            {
                return;
            }

            _waiting.Remove(place);
        }

        place.Value.SetCanceled(cancellation);
    }
}
