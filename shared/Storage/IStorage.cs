namespace ClickDeploy.Storage;

/// <summary>One storage account: named tables, queues and blob containers of one provider. Source: DESIGN 4.</summary>
/// <remarks>
/// Every call may throw <see cref="StorageUnavailableException"/> when no answer was had; the effect may then have happened or not,
/// so callers repeat with the same arguments and read a conflict as "perhaps mine".
/// </remarks>
public interface IStorage : IAsyncDisposable
{
    /// <summary>The table of that name (<c>^[a-z][a-z0-9]{2,62}$</c>), made at its first write. Cheap; the same instance each time.</summary>
    ITable Table(string name);

    /// <summary>The container of that name (<c>^[a-z][a-z0-9]{2,62}$</c>), made at its first write. Cheap; the same instance each time.</summary>
    IBlobs Blobs(string container);

    /// <summary>The queue of that name (<c>^[a-z][a-z0-9]*(-[a-z0-9]+)*$</c>, 3–63 characters), made at its first message. Cheap; the same instance each time.</summary>
    IQueue Queue(string name);

    /// <summary>Returns when the store answers; throws <see cref="StorageUnavailableException"/> with a sentence when it does not.</summary>
    Task Probe(CancellationToken cancellation = default);
}
