namespace ClickDeploy.Storage.Sqlite;

/// <summary>Something that waits for the writer.</summary>
internal abstract class WriteRequest(int bytes)
{
    public int Bytes => bytes;

    /// <summary>Changes the database within the writer's open transaction. May be called again after a roll-back.</summary>
    public abstract void Apply(SqliteSession session);

    /// <summary>Tells the caller, once the transaction is durable.</summary>
    public abstract void Acknowledge();

    public abstract void Fail(Exception cause);
}

internal sealed class WriteRequest<T>(Func<SqliteSession, T> work, int bytes) : WriteRequest(bytes)
{
    // Callers go on elsewhere: the writer's thread only writes.
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Done => _done.Task;

    public override void Apply(SqliteSession session) => _result = work(session);

    public override void Acknowledge() => _done.TrySetResult(_result!);

    public override void Fail(Exception cause) => _done.TrySetException(cause);
}
