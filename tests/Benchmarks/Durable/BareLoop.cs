using ClickDeploy.Storage;

namespace ClickDeploy.Benchmarks.Durable;

/// <summary>The rows that the engine wrote for one orchestration, written again under other ids by a loop that does nothing else: what the store itself allows.</summary>
internal sealed class BareLoop(IStorage storage, IReadOnlyList<Batch> batches)
{
    private const int IdLength = 32;

    // The instance's partition is its id; its execution stands in the key of its index row.
    private readonly string _id = batches.Select(batch => batch.Partition).First(partition => partition.Length == IdLength);
    private readonly string _execution = batches.SelectMany(batch => batch.Changes).Select(change => change.Key).First(key => key.StartsWith("hot|", StringComparison.Ordinal))[^IdLength..];

    public int Rows => batches.Sum(batch => batch.Changes.Count);

    public async Task RunOne()
    {
        var (id, execution) = (Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString("N"));
        var etags = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var batch in batches)
        {
            var changes = batch.Changes.Select(change => Renamed(change, Name(change.Key), etags)).ToList();
            if (await storage.Table("bare" + batch.Table).Commit(Name(batch.Partition), changes) is not CommitResult.Committed committed)
            {
                throw new InvalidOperationException($"The bare loop's batch for '{batch.Partition}' met a conflict: it does not write what the engine wrote.");
            }

            for (var i = 0; i < changes.Count; i++)
            {
                etags[changes[i].Key] = committed.ETags[i];
            }
        }

        string Name(string name) => name.Replace(_id, id, StringComparison.Ordinal).Replace(_execution, execution, StringComparison.Ordinal);
    }

    private static RowChange Renamed(RowChange change, string key, Dictionary<string, string?> etags) => change switch
    {
        RowChange.Insert insert => insert with { Key = key },
        RowChange.Upsert upsert => upsert with { Key = key },
        RowChange.Replace replace => replace with { Key = key, ETag = etags[key]! },
        RowChange.Delete delete => delete with { Key = key, ETag = delete.ETag is null ? null : etags[key] },
        _ => throw new ArgumentException($"The bare loop cannot write a {change.GetType().Name}.", nameof(change)),
    };
}
