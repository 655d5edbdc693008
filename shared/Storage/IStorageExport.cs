namespace ClickDeploy.Storage;

/// <summary>Reads a store as a whole. For backups, and for nothing else: whatever else asks for rows names their partition (<see cref="ITable"/>).</summary>
public interface IStorageExport
{
    /// <summary>Everything as it is at one moment of this call; what is written afterwards, by this process or (SQLite) any other, is not in it.</summary>
    Task<IStorageSnapshot> Take(CancellationToken cancellation = default);

    /// <summary>No table has a row and no container a blob.</summary>
    Task<bool> IsEmpty(CancellationToken cancellation = default);
}
