namespace ClickDeploy.Storage;

/// <summary>Named byte sequences of one container. Names: 1–512 characters, <c>/</c> separates, no control characters, no <c>\</c>, no segment that is empty or ends with a dot.</summary>
public interface IBlobs
{
    /// <summary>Writes the whole blob, replacing what was there, whatever its kind. At most 64 MiB.</summary>
    Task Put(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation = default);

    /// <summary>Appends 1 byte to 4 MiB at <paramref name="expectedOffset"/>, the blob's present length; offset 0 creates it.</summary>
    /// <returns>False when the length was another one: somebody else, or an earlier try of this call, has written. Nothing was changed then.</returns>
    Task<bool> Append(string name, long expectedOffset, ReadOnlyMemory<byte> content, CancellationToken cancellation = default);

    /// <summary>At most <paramref name="count"/> bytes from <paramref name="offset"/> (empty at or past the end), or null when there is no such blob.</summary>
    Task<byte[]?> Read(string name, long offset = 0, int count = int.MaxValue, CancellationToken cancellation = default);

    /// <summary>The length in bytes, or null when there is no such blob.</summary>
    Task<long?> Length(string name, CancellationToken cancellation = default);

    /// <summary>Blobs whose name starts with <paramref name="prefix"/>, ordered by name.</summary>
    IAsyncEnumerable<BlobEntry> List(string prefix, CancellationToken cancellation = default);

    /// <summary>Deletes the blob if it is there.</summary>
    Task Delete(string name, CancellationToken cancellation = default);

    /// <summary>Deletes every blob whose name starts with <paramref name="prefix"/> (not empty). May have to be repeated after a failure.</summary>
    Task DeletePrefix(string prefix, CancellationToken cancellation = default);

    /// <summary>
    /// Takes the lease of a name for 15–60 s (whole seconds). Leases exclude each other and nothing else: a blob of that name need not
    /// exist, is not made, and can be written and deleted by anybody.
    /// </summary>
    /// <returns>The lease id, or null while another holder's lease lasts.</returns>
    Task<string?> Lease(string name, TimeSpan duration, CancellationToken cancellation = default);

    /// <summary>Prolongs a lease by its duration. False when it is no longer held.</summary>
    Task<bool> Renew(string name, string leaseId, CancellationToken cancellation = default);

    /// <summary>Gives a lease back; nothing happens when it is no longer held.</summary>
    Task Release(string name, string leaseId, CancellationToken cancellation = default);
}
