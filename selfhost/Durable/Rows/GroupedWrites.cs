using ClickDeploy.Storage;

namespace ClickDeploy.SelfHost.Durable.Rows;

/// <summary>
/// Writes without conditions to one partition that many instances share. While a batch is under way the next one gathers, so that what many ask for at once costs few calls;
/// who is alone waits for nobody. A write is done when its batch is; of one row, what was asked first is written first.
/// </summary>
internal sealed class GroupedWrites(ITable table, string partition)
{
    private const int MaxChanges = 100;

    private readonly Lock _gate = new();
    private readonly Queue<Asked> _waiting = new();
    private bool _isWriting;

    /// <summary>Upserts the row, or deletes it if it is there.</summary>
    /// <param name="patience">Whose it is: asked once more when the batch goes, which may be later than this call.</param>
    public Task Write(RowChange change, Patience patience)
    {
        var asked = new Asked(change, patience);
        lock (_gate)
        {
            _waiting.Enqueue(asked);
            if (_isWriting)
            {
                return asked.Done.Task;
            }

            _isWriting = true;
        }

        _ = WriteAll();
        return asked.Done.Task;
    }

    private async Task WriteAll()
    {
        while (Next() is { Count: > 0 } group)
        {
            try
            {
                await Commit(group);
            }
            catch (Exception failure)
            {
                // Each repeats its own as long as it likes.
                group.ForEach(one => one.Done.TrySetException(failure));
            }
        }
    }

    private List<Asked> Next()
    {
        var group = new List<Asked>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        lock (_gate)
        {
            while (group.Count < MaxChanges && _waiting.TryPeek(out var next) && keys.Add(next.Change.Key))
            {
                group.Add(_waiting.Dequeue());
            }

            _isWriting = group.Count > 0;
        }

        return group;
    }

    private async Task Commit(List<Asked> group)
    {
        group.RemoveAll(IsTooLate);
        while (group.Count > 0 && await table.Commit(partition, [.. group.Select(one => one.Change)]) is CommitResult.Conflict conflict)
        {
            // Only a delete meets one: its row is gone already.
            group[conflict.Index].Done.TrySetResult();
            group.RemoveAt(conflict.Index);
            group.RemoveAll(IsTooLate);
        }

        group.ForEach(one => one.Done.TrySetResult());
    }

    private static bool IsTooLate(Asked asked)
    {
        try
        {
            asked.Patience.Check(null);
            return false;
        }
        catch (Exception refusal)
        {
            asked.Done.TrySetException(refusal);
            return true;
        }
    }

    private sealed record Asked(RowChange Change, Patience Patience)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
