using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace ClickDeploy.Storage.Sqlite;

/// <summary>A database file in WAL mode. One thread writes; requests that wait together share a transaction, and its one fsync.</summary>
internal sealed class FileDatabase : SqliteDatabase
{
    // A group ends here, so that a small commit does not wait for many large blobs.
    private const int MaxGroupRequests = 256;
    private const int MaxGroupBytes = 8 * 1024 * 1024;
    private const int KeptReaders = 4;

    // SQLite's codes for what meets every request alike: to try each by itself would only take as many times as long.
    private const int Busy = 5;
    private const int InputOutput = 10;

    // synchronous=FULL: an acknowledged commit survives the loss of power. Caches are small: the kernel caches the file anyway.
    private const string Shared = "PRAGMA busy_timeout = 5000; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0;";
    private const string WriterPragmas = Shared + "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -2048; PRAGMA journal_size_limit = 16777216;";
    private const string ReaderPragmas = Shared + "PRAGMA cache_size = -512; PRAGMA query_only = 1;";

    private readonly string _path;
    private readonly string _connectionString;
    private readonly SqliteSession _writer;
    private readonly Thread _thread;
    private readonly object _queueLock = new();
    private readonly ConcurrentBag<SqliteSession> _readers = [];
    private Queue<WriteRequest> _queue = new();
    private volatile bool _stopping;

    public FileDatabase(string path)
    {
        _path = path;
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 1 }.ToString();
        CreatePrivately(path);
        try
        {
            _writer = new SqliteSession(_connectionString, WriterPragmas);
            InTransaction(() => SqliteSchema.Ensure(_writer));
        }
        catch (Exception e)
        {
            _writer?.Dispose();
            if (e is SqliteException cause)
                throw Unavailable(path, cause);
            throw;
        }

        _thread = new Thread(WriteLoop, 256 * 1024) { Name = "sqlite-writer", IsBackground = true };
        _thread.Start();
    }

    public override Task<T> Write<T>(Func<SqliteSession, T> work, int bytes, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellation);

        var request = new WriteRequest<T>(work, bytes);
        lock (_queueLock)
        {
            ObjectDisposedException.ThrowIf(_stopping, this);
            _queue.Enqueue(request);
            if (_queue.Count == 1)
                Monitor.Pulse(_queueLock);
        }

        return cancellation.CanBeCanceled ? request.Done.WaitAsync(cancellation) : request.Done;
    }

    public override T Read<T>(Func<SqliteSession, T> work)
    {
        ObjectDisposedException.ThrowIf(_stopping, this);
        try
        {
            if (!_readers.TryTake(out var reader))
                reader = new SqliteSession(_connectionString, ReaderPragmas);
            var kept = false;
            try
            {
                var result = work(reader);
                kept = _readers.Count < KeptReaders && !_stopping;
                return result;
            }
            finally
            {
                if (kept)
                    _readers.Add(reader);
                else
                    reader.Dispose();
                if (_stopping)
                    CloseReaders();
            }
        }
        catch (SqliteException e)
        {
            throw Unavailable(_path, e);
        }
    }

    public override SqliteSession OpenSession()
    {
        ObjectDisposedException.ThrowIf(_stopping, this);
        try
        {
            return new SqliteSession(_connectionString, ReaderPragmas);
        }
        catch (SqliteException e)
        {
            throw Unavailable(_path, e);
        }
    }

    /// <summary>Writes what is queued, then closes the file.</summary>
    public override void Dispose()
    {
        lock (_queueLock)
        {
            if (_stopping)
                return;
            _stopping = true;
            Monitor.Pulse(_queueLock);
        }

        _thread.Join();
        CloseReaders();
        _writer.Dispose();
    }

    private void CloseReaders()
    {
        while (_readers.TryTake(out var reader))
            reader.Dispose();
    }

    private void WriteLoop()
    {
        var group = new List<WriteRequest>();
        while (NextGroup(group))
        {
            CommitGroup(group);
            group.Clear();
        }
    }

    private bool NextGroup(List<WriteRequest> group)
    {
        lock (_queueLock)
        {
            while (_queue.Count == 0 && !_stopping)
                Monitor.Wait(_queueLock);

            var bytes = 0;
            while (group.Count < MaxGroupRequests && bytes < MaxGroupBytes && _queue.TryDequeue(out var request))
            {
                group.Add(request);
                bytes += request.Bytes;
            }

            return group.Count > 0;
        }
    }

    private void CommitGroup(List<WriteRequest> group)
    {
        try
        {
            InTransaction(() => group.ForEach(request => request.Apply(_writer)));
        }
        catch (Exception e) when (group.Count > 1 && e is not SqliteException { SqliteErrorCode: Busy or InputOutput or Full })
        {
            // One of them is to blame, and must not spoil the others.
            foreach (var request in group)
                CommitGroup([request]);
            return;
        }
        catch (Exception e)
        {
            foreach (var request in group)
                request.Fail(e is SqliteException cause ? Unavailable(_path, cause) : e);
            return;
        }

        foreach (var request in group)
            request.Acknowledge();
    }

    private void InTransaction(Action work)
    {
        _writer.Execute("BEGIN IMMEDIATE");
        try
        {
            work();
            _writer.Execute("COMMIT");
        }
        catch
        {
            ForgetETags();
            RollBack();
            throw;
        }
    }

    private void RollBack()
    {
        try
        {
            _writer.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // After some errors (disk full, I/O) SQLite has rolled back by itself.
        }
    }

    // The file holds what belongs to the platform alone; SQLite gives its -wal and -shm files the same mode. A file that is there is not
    // touched: closing a handle of it would drop the locks that another connection of this process has.
    private static void CreatePrivately(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (File.Exists(path) || OperatingSystem.IsWindows())
            return;
        try
        {
            new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }).Dispose();
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was faster.
        }
    }
}
