namespace ClickDeploy.SelfHost.Durable.Hub;

/// <summary>Which instances stay in memory: the most recently used, up to a weight. Who has to go is told so and goes when it has nothing to do.</summary>
internal sealed class LiveSet(long maxBytes)
{
    private const long Overhead = 4096;

    private readonly Lock _gate = new();
    private readonly LinkedList<Instance> _recent = new();
    private readonly Dictionary<Instance, (LinkedListNode<Instance> Node, long Weight)> _kept = [];
    private long _total;

    public long Total
    {
        get
        {
            lock (_gate)
            {
                return _total;
            }
        }
    }

    /// <returns>False when the instance is too heavy to stay.</returns>
    public bool Keep(Instance instance, long bytes)
    {
        var weight = bytes + Overhead;
        List<Instance> evicted = [];
        lock (_gate)
        {
            Forget(instance);
            if (weight > maxBytes)
            {
                return false;
            }

            _kept[instance] = (_recent.AddLast(instance), weight);
            _total += weight;
            while (_total > maxBytes)
            {
                var oldest = _recent.First!.Value;
                Forget(oldest);
                evicted.Add(oldest);
            }
        }

        foreach (var one in evicted)
        {
            one.Post(new Message.Evict());
        }

        return true;
    }

    public void Remove(Instance instance)
    {
        lock (_gate)
        {
            Forget(instance);
        }
    }

    private void Forget(Instance instance)
    {
        if (_kept.Remove(instance, out var kept))
        {
            _recent.Remove(kept.Node);
            _total -= kept.Weight;
        }
    }
}
