using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.SelfHost.Durable.Hub;
using ClickDeploy.SelfHost.Durable.Rows;
using ClickDeploy.Storage;

namespace ClickDeploy.SelfHost.Durable.Client;

/// <summary>Removes instances that have ended, whole.</summary>
internal sealed class Purge(DurableHub hub, Patience patience)
{
    private readonly HubParts _parts = hub.Parts;

    /// <returns>How many were removed: with <paramref name="recursive"/> also its children and theirs.</returns>
    public async Task<int> One(string instance, bool recursive, CancellationToken cancellation)
    {
        if (await _parts.Instances.Get(instance, patience, cancellation) is not { } seen)
        {
            return 0;
        }

        if (seen.Row.IsFinished && hub.Term is { } term)
        {
            // What it still has for others is delivered first.
            await Settle(term, instance, cancellation);
            if (await _parts.Instances.Get(instance, patience, cancellation) is not { } settled)
            {
                return 0;
            }

            seen = settled;
        }

        if (!seen.Row.IsFinished)
        {
            throw new InvalidOperationException($"Only orchestrations in a terminal state can be purged, but the orchestration with instance ID {instance} has status {seen.Row.Status}");
        }

        if ((await _parts.Instances.Outbox(instance, patience)).Count > 0)
        {
            throw new InvalidOperationException($"The instance with ID {instance} has ended but still tells others so. Purge it again in a moment.");
        }

        // The children first: while their parent is there, they are found.
        var count = recursive ? await Children(instance, seen.Row, cancellation) : 0;
        if (await Before(instance, seen) is not { } before || !await _parts.Instances.Purge(instance, seen, before, patience))
        {
            return count;
        }

        await _parts.Index.RemoveFromListing(instance, seen.Row.CreatedAt, patience);
        return count + 1;
    }

    /// <summary>The same; one that cannot go yet stays.</summary>
    public async Task<int> OneOfMany(string instance, bool recursive, CancellationToken cancellation)
    {
        try
        {
            return await One(instance, recursive, cancellation);
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }

    // The executions before, by their blobs. A start that is under way may have put some too; it was announced before, and is spared. One that was under way until just now
    // has replaced the row that was seen: null.
    private async Task<IReadOnlyCollection<string>?> Before(string instance, StoredInstance seen)
    {
        var others = await _parts.Instances.Blobs(instance, patience);
        others.Remove(seen.Row.Execution);
        if (others.Count == 0)
        {
            return others;
        }

        others.ExceptWith((await _parts.Index.HotOf(instance, patience)).Select(hot => hot.Execution));
        return await _parts.Instances.Get(instance, patience) is { } now && now.ETag == seen.ETag ? others : null;
    }

    private async Task<int> Children(string instance, InstanceRow row, CancellationToken cancellation)
    {
        var count = 0;
        var steps = await _parts.Instances.Steps(instance, row.First, row.Next, patience, cancellation);
        foreach (var child in steps.SelectMany(step => step.Decided).OfType<ChildCreated>())
        {
            // One that runs stays. One that has ended and cannot go yet keeps its parent, by which the next purge finds it.
            if (await _parts.Instances.Get(child.Instance, patience, cancellation) is { Row: { IsFinished: true, Parent: { } parent } } && parent.Instance == instance && parent.Execution == row.Run)
            {
                count += await One(child.Instance, recursive: true, cancellation);
            }
        }

        return count;
    }

    private static async Task Settle(Term term, string instance, CancellationToken cancellation)
    {
        try
        {
            await term.Send(instance, new Message.Settle()).WaitAsync(cancellation);
        }
        catch (HubLostException lost)
        {
            throw new StorageUnavailableException($"The hub was lost while instance {instance} was to be purged. Purge it again.", lost);
        }
    }
}
