namespace ClickDeploy.Functions.Http;

/// <summary>Writes events to one reader.</summary>
public abstract class EventWriter(CancellationToken aborted)
{
    /// <summary>Cancelled when nobody reads any more.</summary>
    public CancellationToken Aborted => aborted;

    public abstract Task Write(long id, ReadOnlyMemory<byte> data);

    /// <summary>An event of that name. It has no id: its reader does not resume but begins anew.</summary>
    public abstract Task Write(string name, ReadOnlyMemory<byte> data);

    /// <summary>Sends what was written, or a sign of life when there was nothing for long.</summary>
    public abstract Task Flush();

    /// <summary>There is no more: the reader need not come back.</summary>
    public abstract Task End();
}
