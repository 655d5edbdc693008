namespace ClickDeploy.Storage;

/// <summary>Rows by partition and row key. Keys are ordered by UTF-16 code unit, as Azure Tables orders them.</summary>
/// <remarks>
/// Keys: at most 1,024 bytes of UTF-16 each (512 characters), none of <c>/ \ # ?</c>, no control characters (U+0000–U+001F, U+007F–U+009F), no half of a surrogate pair;
/// a partition key is not empty. Anything else is an <see cref="ArgumentException"/> that names the key, on every provider alike.
/// </remarks>
public interface ITable
{
    /// <summary>The row, or null.</summary>
    Task<Row?> Get(string partition, string key, CancellationToken cancellation = default);

    /// <summary>The rows of one partition within <paramref name="range"/> in key order. Read page by page: not one snapshot.</summary>
    IAsyncEnumerable<Row> Query(string partition, KeyRange range, CancellationToken cancellation = default);

    /// <summary>Applies all changes or none. 1–100 changes, each row at most once, 4 MiB in all as sent (binary in base64), a row at most 1 MiB; else <see cref="ArgumentException"/>.</summary>
    /// <returns><see cref="CommitResult.Committed"/> with the new ETags, or <see cref="CommitResult.Conflict"/> naming the first change whose condition did not hold.</returns>
    Task<CommitResult> Commit(string partition, IReadOnlyList<RowChange> changes, CancellationToken cancellation = default);
}
