using System.Buffers;
using System.Text;

namespace ClickDeploy.Storage.Rules;

/// <summary>What may be in a batch: counted as Azure Tables counts, the same on every provider. Breaking a rule is an <see cref="ArgumentException"/>.</summary>
internal static class RowRules
{
    /// <summary>Property names that begin so belong to the providers.</summary>
    public const string Reserved = "__";

    public const int MaxChanges = 100;
    public const int MaxProperties = 250;
    public const int MaxValueBytes = 64 * 1024;
    public const int MaxRowBytes = 1024 * 1024;
    public const int MaxBatchBytes = 4 * 1024 * 1024;

    private const int ChangeOverhead = 512; // headers of one part of the request, more than Azure's own client sends
    private const int PropertyOverhead = 48; // quotes, colon and the type annotation
    private static readonly DateTimeOffset Earliest = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SearchValues<char> NameTail = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    public static void Batch(string partition, IReadOnlyList<RowChange> changes)
    {
        KeyRules.Partition(partition);
        ArgumentNullException.ThrowIfNull(changes);
        if (changes.Count is 0 or > MaxChanges)
            throw new ArgumentException($"A batch has {changes.Count} changes: send 1 to {MaxChanges}.");

        var seen = changes.Count > 1 ? new HashSet<string>(changes.Count, StringComparer.Ordinal) : null;
        long total = 0;
        foreach (var change in changes)
        {
            KeyRules.Row(change.Key);
            if (seen?.Add(change.Key) == false)
                throw new ArgumentException($"The row key '{change.Key}' is in the batch twice: make one change of the two.");
            total += ChangeOverhead + (4 * (partition.Length + change.Key.Length)) + Change(partition, change);
        }

        if (total > MaxBatchBytes)
            throw new ArgumentException($"The batch for partition '{partition}' is about {total} bytes as it is sent: split it, the limit is {MaxBatchBytes}.");
    }

    private static long Change(string partition, RowChange change) => change switch
    {
        RowChange.Insert insert => Data(partition, change.Key, insert.Data),
        RowChange.Upsert upsert => Data(partition, change.Key, upsert.Data),
        RowChange.Replace replace => ETag(change.Key, replace.ETag) + Data(partition, change.Key, replace.Data),
        RowChange.Delete { ETag: { } etag } => ETag(change.Key, etag),
        _ => 0,
    };

    // "*" would mean "whatever is there" to Azure, and must never be taken for a version.
    private static int ETag(string key, string etag)
    {
        if (string.IsNullOrEmpty(etag) || etag == "*" || etag.Length > 256 || etag.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            throw new ArgumentException($"The ETag '{etag}' for the row key '{key}' is not one that a read or commit gave: pass that of the row as it was read.");
        return etag.Length;
    }

    /// <returns>About as many bytes as the row takes in a request.</returns>
    private static long Data(string partition, string key, RowData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        long stored = 4 + (2 * (partition.Length + key.Length)), sent = 0;
        var count = 0;
        foreach (var (name, value) in data)
        {
            if (value is null)
                continue;
            Name(key, name);
            count++;
            stored += 8 + (2 * name.Length) + Stored(key, name, value);
            sent += (2 * name.Length) + PropertyOverhead + Sent(value);
        }

        if (count > MaxProperties)
            throw new ArgumentException($"The row '{key}' has {count} properties: keep to {MaxProperties}.");
        if (stored > MaxRowBytes)
            throw new ArgumentException($"The row '{key}' is {stored} bytes: keep it within {MaxRowBytes}, and put what is large into a blob.");
        return sent;
    }

    private static void Name(string key, string name)
    {
        if (name.Length is 0 or > 255 || char.IsAsciiDigit(name[0]) || name.AsSpan().ContainsAnyExcept(NameTail))
            throw new ArgumentException($"The property '{name}' of the row '{key}' cannot be named so: use 1 to 255 letters, digits and underscores, not a digit first.");
        if (name is "PartitionKey" or "RowKey" or "Timestamp" || name.StartsWith(Reserved, StringComparison.Ordinal))
            throw new ArgumentException($"The property '{name}' of the row '{key}' has a name that the store keeps for itself: choose another.");
    }

    private static int Stored(string key, string name, object value)
    {
        var bytes = value switch
        {
            string text => 2 * text.Length,
            byte[] binary => binary.Length,
            int => 4,
            long or double => 8,
            bool => 1,
            Guid => 16,
            DateTimeOffset time when time >= Earliest => 8,
            DateTimeOffset time => throw new ArgumentException($"The property '{name}' of the row '{key}' is the time {time:O}: times before 1601 cannot be kept."),
            _ => throw new ArgumentException($"The property '{name}' of the row '{key}' is a {value.GetType().Name}: use string, byte[], int, long, double, bool, Guid or DateTimeOffset."),
        };
        if (bytes > MaxValueBytes)
            throw new ArgumentException($"The property '{name}' of the row '{key}' is {bytes} bytes: keep it within {MaxValueBytes}, spread it over several properties or put it into a blob.");
        return value is string or byte[]? bytes + 4 : bytes;
    }

    private static int Sent(object value) => value switch
    {
        string text when text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') => 6 * text.Length, // escaped
        string text => Encoding.UTF8.GetByteCount(text) + text.AsSpan().Count('"') + text.AsSpan().Count('\\'),
        byte[] binary => (binary.Length + 2) / 3 * 4,
        _ => 40,
    };
}
