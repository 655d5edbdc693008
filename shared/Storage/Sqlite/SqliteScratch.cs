namespace ClickDeploy.Storage.Sqlite;

/// <summary>A copy of another provider's store in a file without a name, which goes with the process: the memory stays small, and nothing is left after a crash.</summary>
internal sealed class SqliteScratch : IDisposable
{
    // One connection, no journal: SQLite opens no other file, and what is lost with the process is not missed.
    private const string Pragmas = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -2048;";
    private const string AddRow = "INSERT INTO rows (tbl, pk, rk, etag, data) VALUES ($0, $1, $2, 0, $3)";
    private const string AddBlob = "INSERT INTO blobs (container, name, length) VALUES ($0, $1, $2) RETURNING id";

    private readonly SqliteSession _session;

    public SqliteScratch()
    {
        var folder = Directory.CreateTempSubdirectory("clickdeploy-");
        try
        {
            _session = new SqliteSession($"Data Source={Path.Combine(folder.FullName, "copy.db")};Pooling=False", Pragmas);
            SqliteSchema.Ensure(_session);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        _session.Execute("BEGIN");
    }

    public void Add(StoredRow row) => _session.Execute(AddRow, row.Table, KeyCodec.Encode(row.Partition), KeyCodec.Encode(row.Key), row.DataBytes());

    /// <returns>What <see cref="Append"/> calls the blob.</returns>
    public long Add(StoredBlob blob) => (long)_session.Scalar(AddBlob, blob.Container, KeyCodec.Encode(blob.Name), blob.Length)!;

    public void Append(long blob, long offset, byte[] content) => BlobChunks.Add(_session, blob, offset, content);

    /// <summary>What was added. It takes this over.</summary>
    public SqliteSnapshot Done()
    {
        _session.Execute("COMMIT");
        return new(_session);
    }

    public void Dispose() => _session.Dispose();
}
