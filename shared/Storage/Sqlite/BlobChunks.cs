namespace ClickDeploy.Storage.Sqlite;

/// <summary>
/// The content of a blob as rows: at most 64 KiB each, so that a range is read without the whole. Small appends are joined while the last
/// chunk stays within a page: neither a row per log line, nor 64 KiB written again for each.
/// </summary>
internal static class BlobChunks
{
    public const int MaxChunk = 64 * 1024;
    public const int JoinBelow = 3 * 1024;

    private const string Insert = "INSERT INTO chunks (blob, at, data) VALUES ($0, $1, $2)";
    private const string Extend = "UPDATE chunks SET data = CAST(data || $2 AS BLOB) WHERE blob = $0 AND at = $1";
    private const string Last = "SELECT at FROM chunks WHERE blob = $0 ORDER BY at DESC LIMIT 1";
    private const string Range = "SELECT at, data FROM chunks WHERE blob = $0 AND at >= (SELECT max(at) FROM chunks WHERE blob = $0 AND at <= $1) AND at < $2 ORDER BY at";
    private const string Delete = "DELETE FROM chunks WHERE blob = $0";

    public static void DeleteAll(SqliteSession session, long blob) => session.Execute(Delete, blob);

    /// <summary>Appends to a blob of <paramref name="length"/> bytes.</summary>
    public static void Append(SqliteSession session, long blob, long length, ReadOnlySpan<byte> content)
    {
        if (session.Scalar(Last, blob) is long at && length - at + content.Length <= JoinBelow)
            session.Execute(Extend, blob, at, content.ToArray());
        else
            Add(session, blob, length, content);
    }

    public static void Add(SqliteSession session, long blob, long offset, ReadOnlySpan<byte> content)
    {
        while (!content.IsEmpty)
        {
            var chunk = content[..Math.Min(content.Length, MaxChunk)];
            session.Execute(Insert, blob, offset, chunk.ToArray());
            offset += chunk.Length;
            content = content[chunk.Length..];
        }
    }

    /// <summary>Exactly <paramref name="count"/> bytes, which must be there.</summary>
    public static byte[] Read(SqliteSession session, long blob, long offset, int count)
    {
        var bytes = new byte[count];
        if (count == 0)
            return bytes;

        using var reader = session.Read(Range, blob, offset, offset + count);
        while (reader.Read())
        {
            var chunk = reader.GetFieldValue<byte[]>(1);
            var at = reader.GetInt64(0) - offset; // where the chunk begins in the answer; the first may begin before it
            var skipped = (int)Math.Max(0, -at);
            var target = (int)Math.Max(0, at);
            var length = Math.Min(chunk.Length - skipped, count - target);
            chunk.AsSpan(skipped, length).CopyTo(bytes.AsSpan(target));
        }

        return bytes;
    }
}
