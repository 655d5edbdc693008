using Microsoft.Data.Sqlite;

namespace ClickDeploy.Storage.Sqlite;

/// <summary>A database in memory: one connection, everything at once on the caller's thread, so that a simulation stays deterministic.</summary>
internal sealed class MemoryDatabase : SqliteDatabase
{
    private const string Pragmas = "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY;";
    private const string Memory = "Data Source=:memory:;Pooling=False";

    private readonly Lock _lock = new();
    private readonly SqliteSession _session = new(Memory, Pragmas);
    private bool _disposed;

    public MemoryDatabase() => SqliteSchema.Ensure(_session);

    public override Task<T> Write<T>(Func<SqliteSession, T> work, int bytes, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellation);

        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _session.Execute("BEGIN");
            try
            {
                var result = work(_session);
                _session.Execute("COMMIT");
                return Task.FromResult(result);
            }
            catch (Exception e)
            {
                _session.Execute("ROLLBACK");
                ForgetETags();
                return Task.FromException<T>(e is SqliteException cause ? Unavailable(":memory:", cause) : e);
            }
        }
    }

    public override T Read<T>(Func<SqliteSession, T> work)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return work(_session);
        }
    }

    public override SqliteSession OpenSession()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _session.Copy(Memory, Pragmas);
        }
    }

    public override void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _session.Dispose();
        }
    }
}
