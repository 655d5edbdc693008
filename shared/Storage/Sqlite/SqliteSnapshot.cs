namespace ClickDeploy.Storage.Sqlite;

/// <summary>What one read transaction of a connection of its own sees. Writers go on; only the log of their writes (WAL) cannot be folded into the file until this is disposed.</summary>
internal sealed class SqliteSnapshot : IStorageSnapshot
{
    private const string AllRows = "SELECT tbl, pk, rk, data FROM rows ORDER BY tbl, pk, rk";
    private const string AllBlobs = "SELECT container, name, length FROM blobs ORDER BY container, name";
    private const string Find = "SELECT id FROM blobs WHERE container = $0 AND name = $1";

    private readonly SqliteSession _session;

    /// <param name="session">Is disposed with this.</param>
    public SqliteSnapshot(SqliteSession session)
    {
        _session = session;
        _session.Execute("BEGIN");
        // The first read is the moment.
        _session.Scalar("SELECT next FROM etags");
    }

    public IEnumerable<StoredRow> Rows()
    {
        using var reader = _session.Read(AllRows);
        while (reader.Read())
            yield return new(reader.GetString(0), KeyCodec.Decode(reader.GetFieldValue<byte[]>(1)), KeyCodec.Decode(reader.GetFieldValue<byte[]>(2)), RowCodec.Decode(reader.GetFieldValue<byte[]>(3)));
    }

    public IEnumerable<StoredBlob> Blobs()
    {
        using var reader = _session.Read(AllBlobs);
        while (reader.Read())
            yield return new(reader.GetString(0), KeyCodec.Decode(reader.GetFieldValue<byte[]>(1)), reader.GetInt64(2));
    }

    public byte[] Read(StoredBlob blob, long offset, int count) =>
        BlobChunks.Read(_session, (long)_session.Scalar(Find, blob.Container, KeyCodec.Encode(blob.Name))!, offset, count);

    public ValueTask DisposeAsync()
    {
        _session.Dispose();
        return ValueTask.CompletedTask;
    }
}
