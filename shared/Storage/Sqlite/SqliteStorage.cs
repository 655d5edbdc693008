using System.Collections.Concurrent;
using ClickDeploy.Storage.Rules;

namespace ClickDeploy.Storage.Sqlite;

/// <summary>Tables, queues and blobs in one SQLite database. See DESIGN 4.</summary>
public sealed class SqliteStorage : IStorage, IStorageExport
{
    private readonly SqliteDatabase _database;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, ITable> _tables = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IBlobs> _blobs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IQueue> _queues = new(StringComparer.Ordinal);

    private SqliteStorage(SqliteDatabase database, TimeProvider time) => (_database, _time) = (database, time);

    /// <summary>Opens or makes the file (absolute path); every commit is on the disk when it is acknowledged. Its folder is made too.</summary>
    /// <exception cref="StorageUnavailableException">The file cannot be opened.</exception>
    public static SqliteStorage Open(string path, TimeProvider time) => new(new FileDatabase(path), time);

    /// <summary>A store of its own in memory, gone when it is disposed. Calls are done when they return; it has no thread.</summary>
    public static SqliteStorage InMemory(TimeProvider time) => new(new MemoryDatabase(), time);

    public ITable Table(string name)
    {
        KeyRules.Name("table", name);
        return _tables.GetOrAdd(name, static (name, database) => new SqliteTable(database, name), _database);
    }

    public IBlobs Blobs(string container)
    {
        KeyRules.Name("container", container);
        return _blobs.GetOrAdd(container, static (name, self) => new SqliteBlobs(self._database, name, self._time), this);
    }

    public IQueue Queue(string name)
    {
        QueueRules.Name(name);
        return _queues.GetOrAdd(name, static (name, self) => new SqliteQueue(self._database, name, self._time), this);
    }

    public Task Probe(CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        _database.Read(session => session.Scalar("SELECT next FROM etags"));
        return Task.CompletedTask;
    }

    public Task<IStorageSnapshot> Take(CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult<IStorageSnapshot>(new SqliteSnapshot(_database.OpenSession()));
    }

    public Task<bool> IsEmpty(CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(_database.Read(session => session.Scalar("SELECT EXISTS (SELECT 1 FROM rows) OR EXISTS (SELECT 1 FROM blobs)") is 0L));
    }

    public ValueTask DisposeAsync()
    {
        _database.Dispose();
        return ValueTask.CompletedTask;
    }
}
