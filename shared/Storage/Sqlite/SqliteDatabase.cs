using Microsoft.Data.Sqlite;

namespace ClickDeploy.Storage.Sqlite;

/// <summary>One database: a single writer and any number of readers, which see every write that was acknowledged.</summary>
internal abstract class SqliteDatabase : IDisposable
{
    // SQLITE_FULL, and SQLITE_IOERR_SHMSIZE: the index of the write-ahead log could not grow.
    protected const int Full = 13;
    private const int IndexCannotGrow = 4874;

    private long _nextETag;
    private long _lastETag;

    /// <summary>Runs <paramref name="work"/> in a transaction, perhaps together with others; done when it is durable.</summary>
    /// <remarks>The work may run a second time after a roll-back, so it changes nothing but the database. <paramref name="bytes"/>: about how much it writes.</remarks>
    public abstract Task<T> Write<T>(Func<SqliteSession, T> work, int bytes, CancellationToken cancellation);

    public abstract T Read<T>(Func<SqliteSession, T> work);

    /// <summary>A reader of the caller's own, for as long as it likes; it sees what is acknowledged now.</summary>
    public abstract SqliteSession OpenSession();

    public abstract void Dispose();

    /// <summary>A number that no row of this database has had or will have. Called within <see cref="Write"/> only.</summary>
    public long NextETag(SqliteSession session)
    {
        if (_nextETag >= _lastETag)
        {
            _nextETag = SqliteSchema.ReserveETags(session);
            _lastETag = _nextETag + SqliteSchema.ETagRange;
        }

        return _nextETag++;
    }

    /// <summary>After a roll-back: a range that was reserved in it is not ours.</summary>
    protected void ForgetETags() => _lastETag = _nextETag = 0;

    protected static StorageUnavailableException Unavailable(string database, SqliteException cause) =>
        new($"SQLite cannot serve '{database}' now ({cause.SqliteExtendedErrorCode}): {cause.Message}", cause) { IsFull = cause.SqliteErrorCode == Full || cause.SqliteExtendedErrorCode == IndexCannotGrow };
}
