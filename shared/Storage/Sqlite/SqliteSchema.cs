namespace ClickDeploy.Storage.Sqlite;

/// <summary>The tables of the file. Final storage format, <c>user_version</c> 2: 1 had no queues.</summary>
internal static class SqliteSchema
{
    public const int Version = 2;

    /// <summary>ETags are taken from ranges of this size, so that a write does not have to save the number too.</summary>
    public const long ETagRange = 1_000_000;

    // Row and blob names are CESU-8 (KeyCodec). chunks.at is the chunk's offset in its blob.
    private const string Tables = """
        CREATE TABLE rows (tbl TEXT NOT NULL, pk BLOB NOT NULL, rk BLOB NOT NULL, etag INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (tbl, pk, rk)) WITHOUT ROWID;
        CREATE TABLE blobs (id INTEGER PRIMARY KEY, container TEXT NOT NULL, name BLOB NOT NULL, length INTEGER NOT NULL, UNIQUE (container, name));
        CREATE TABLE chunks (blob INTEGER NOT NULL, at INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (blob, at)) WITHOUT ROWID;
        CREATE TABLE leases (container TEXT NOT NULL, name BLOB NOT NULL, id TEXT NOT NULL, seconds INTEGER NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (container, name)) WITHOUT ROWID;
        CREATE TABLE etags (next INTEGER NOT NULL);
        INSERT INTO etags VALUES (1);
        """;

    // No id is used twice: a receipt of a message that is gone fits no other one. Times are ticks.
    private const string Queues = """
        CREATE TABLE messages (id INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, visible INTEGER NOT NULL, sent INTEGER NOT NULL, taken INTEGER NOT NULL, receipt TEXT NOT NULL, body TEXT NOT NULL);
        CREATE INDEX messages_to_take ON messages (queue, visible, id);
        PRAGMA user_version = 2;
        """;

    /// <summary>Makes the tables that a file lacks; to be called in a transaction.</summary>
    public static void Ensure(SqliteSession session)
    {
        var version = (long)session.Scalar("PRAGMA user_version")!;
        if (version > Version)
            throw new InvalidDataException($"The database has format {version}, this release knows {Version}: start the release that wrote it, or a newer one.");
        if (version == 0)
            session.Script(Tables);
        if (version < 2)
            session.Script(Queues);
    }

    /// <summary>Reserves the next range of ETags for good: numbers left in it when the process dies are never used.</summary>
    public static long ReserveETags(SqliteSession session) =>
        (long)session.Scalar($"UPDATE etags SET next = next + {ETagRange} RETURNING next")! - ETagRange;
}
