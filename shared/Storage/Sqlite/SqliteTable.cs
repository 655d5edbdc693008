using System.Globalization;
using System.Runtime.CompilerServices;
using ClickDeploy.Storage.Rules;

namespace ClickDeploy.Storage.Sqlite;

internal sealed class SqliteTable(SqliteDatabase database, string table) : ITable
{
    private const string GetRow = "SELECT etag, data FROM rows WHERE tbl = $0 AND pk = $1 AND rk = $2";
    // No LIMIT: SQLite parses and plans a statement anew when a number was bound to that. The rows come one by one in the order of the key; who has enough stops.
    private const string GetRange = "SELECT rk, etag, data FROM rows WHERE tbl = $0 AND pk = $1 AND rk >= $2 AND rk < $3 ORDER BY rk";
    private const string GetETag = "SELECT etag FROM rows WHERE tbl = $0 AND pk = $1 AND rk = $2";
    private const string PutRow = "INSERT OR REPLACE INTO rows (tbl, pk, rk, etag, data) VALUES ($0, $1, $2, $3, $4)";
    private const string DeleteRow = "DELETE FROM rows WHERE tbl = $0 AND pk = $1 AND rk = $2";

    private const int PageRows = 256;
    private const int PageBytes = 1024 * 1024;

    public Task<Row?> Get(string partition, string key, CancellationToken cancellation = default)
    {
        KeyRules.Partition(partition);
        KeyRules.Row(key);
        cancellation.ThrowIfCancellationRequested();
        StorageMeter.Count("get");
        return Task.FromResult(database.Read(session =>
        {
            using var reader = session.Read(GetRow, table, KeyCodec.Encode(partition), KeyCodec.Encode(key));
            return reader.Read() ? new Row(partition, key, Text(reader.GetInt64(0)), RowCodec.Decode(reader.GetFieldValue<byte[]>(1))) : null;
        }));
    }

    public IAsyncEnumerable<Row> Query(string partition, KeyRange range, CancellationToken cancellation = default)
    {
        KeyRules.Partition(partition);
        KeyRules.Range(range);
        return Pages(partition, range, cancellation);
    }

    public Task<CommitResult> Commit(string partition, IReadOnlyList<RowChange> changes, CancellationToken cancellation = default)
    {
        RowRules.Batch(partition, changes);
        StorageMeter.Count("commit");
        var batch = new EncodedBatch(KeyCodec.Encode(partition), [.. changes.Select(EncodedChange.From)]);
        return database.Write(session => Apply(session, batch), batch.Bytes, cancellation);
    }

    // Conditions first: what is refused has changed nothing, and needs no roll-back that would take others of its group along.
    private CommitResult Apply(SqliteSession session, EncodedBatch batch)
    {
        for (var i = 0; i < batch.Changes.Count; i++)
        {
            if (Check(session, batch.Partition, batch.Changes[i]) is { } conflict)
                return new CommitResult.Conflict(i, conflict);
        }

        var etags = new string?[batch.Changes.Count];
        for (var i = 0; i < etags.Length; i++)
        {
            var change = batch.Changes[i];
            if (change.Data is null)
            {
                session.Execute(DeleteRow, table, batch.Partition, change.Key);
                continue;
            }

            var etag = database.NextETag(session);
            session.Execute(PutRow, table, batch.Partition, change.Key, etag, change.Data);
            etags[i] = Text(etag);
        }

        return new CommitResult.Committed(etags);
    }

    private ConflictKind? Check(SqliteSession session, byte[] partition, EncodedChange change)
    {
        if (change.Condition == Condition.None)
            return null;
        var present = session.Scalar(GetETag, table, partition, change.Key) as long?;
        return change.Condition switch
        {
            Condition.Absent => present is null ? null : ConflictKind.Exists,
            _ when present is null => ConflictKind.NotFound,
            Condition.Same when Text(present.Value) != change.ETag => ConflictKind.Stale,
            _ => null,
        };
    }

    private async IAsyncEnumerable<Row> Pages(string partition, KeyRange range, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var partitionBytes = KeyCodec.Encode(partition);
        var from = KeyCodec.Encode(range.From ?? "");
        var below = range.Below is null ? KeyCodec.Top : KeyCodec.Encode(range.Below);
        var left = range.Limit ?? int.MaxValue;
        while (left > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            var asked = Math.Min(left, PageRows);
            StorageMeter.Count("query");
            var (page, full) = database.Read(session => Page(session, partition, partitionBytes, from, below, asked));
            foreach (var row in page)
            {
                cancellation.ThrowIfCancellationRequested();
                yield return row;
            }

            if (!full)
                yield break;
            left -= page.Count;
            from = [.. KeyCodec.Encode(page[^1].Key), 0];
        }
    }

    /// <returns>The rows, and whether there may be more.</returns>
    private (List<Row> Rows, bool Full) Page(SqliteSession session, string partition, byte[] partitionBytes, byte[] from, byte[] below, int limit)
    {
        var rows = new List<Row>();
        using var reader = session.Read(GetRange, table, partitionBytes, from, below);
        for (var bytes = 0; bytes < PageBytes && rows.Count < limit && reader.Read();)
        {
            var data = reader.GetFieldValue<byte[]>(2);
            bytes += data.Length;
            rows.Add(new Row(partition, KeyCodec.Decode(reader.GetFieldValue<byte[]>(0)), Text(reader.GetInt64(1)), RowCodec.Decode(data)));
            if (bytes >= PageBytes)
                return (rows, true);
        }

        return (rows, rows.Count == limit);
    }

    private static string Text(long etag) => etag.ToString(CultureInfo.InvariantCulture);
}
