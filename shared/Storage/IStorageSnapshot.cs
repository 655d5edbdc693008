namespace ClickDeploy.Storage;

/// <summary>A store as it was at one moment. Used by one reader at a time; it costs the store something until it is disposed.</summary>
public interface IStorageSnapshot : IAsyncDisposable
{
    /// <summary>Every row, ordered by table and partition.</summary>
    IEnumerable<StoredRow> Rows();

    /// <summary>Every blob, ordered by container and name. Leases are not part of it.</summary>
    IEnumerable<StoredBlob> Blobs();

    /// <summary>Exactly <paramref name="count"/> bytes, which lie within the blob.</summary>
    byte[] Read(StoredBlob blob, long offset, int count);
}
