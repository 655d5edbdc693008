using System.Runtime.CompilerServices;
using ClickDeploy.Storage.Rules;

namespace ClickDeploy.Storage.Sqlite;

internal sealed class SqliteBlobs(SqliteDatabase database, string container, TimeProvider time) : IBlobs
{
    private const string Find = "SELECT id, length FROM blobs WHERE container = $0 AND name = $1";
    private const string Create = "INSERT INTO blobs (container, name, length) VALUES ($0, $1, $2) RETURNING id";
    private const string SetLength = "UPDATE blobs SET length = $1 WHERE id = $0";
    private const string DeleteBlob = "DELETE FROM blobs WHERE id = $0";
    // No LIMIT, as in SqliteTable.
    private const string GetRange = "SELECT name, length FROM blobs WHERE container = $0 AND name >= $1 AND name < $2 ORDER BY name";

    private const int PageBlobs = 256;
    private const int DeletedAtOnce = 64;

    private readonly SqliteLeases _leases = new(database, container, time);

    public Task Put(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation = default)
    {
        BlobRules.Put(name, content);
        var key = KeyCodec.Encode(name);
        return database.Write(
            session =>
            {
                if (Lookup(session, key) is var (id, _))
                {
                    BlobChunks.DeleteAll(session, id);
                    session.Execute(SetLength, id, content.Length);
                }
                else
                {
                    id = (long)session.Scalar(Create, container, key, content.Length)!;
                }

                BlobChunks.Add(session, id, 0, content.Span);
                return true;
            },
            content.Length,
            cancellation);
    }

    public Task<bool> Append(string name, long expectedOffset, ReadOnlyMemory<byte> content, CancellationToken cancellation = default)
    {
        BlobRules.Append(name, expectedOffset, content);
        var key = KeyCodec.Encode(name);
        return database.Write(
            session =>
            {
                var blob = Lookup(session, key);
                if ((blob?.Length ?? 0) != expectedOffset)
                    return false;

                var id = blob?.Id ?? (long)session.Scalar(Create, container, key, 0L)!;
                BlobChunks.Append(session, id, expectedOffset, content.Span);
                session.Execute(SetLength, id, expectedOffset + content.Length);
                return true;
            },
            content.Length,
            cancellation);
    }

    public Task<byte[]?> Read(string name, long offset = 0, int count = int.MaxValue, CancellationToken cancellation = default)
    {
        BlobRules.Read(name, offset, count);
        cancellation.ThrowIfCancellationRequested();
        var key = KeyCodec.Encode(name);
        return Task.FromResult(database.Read(session => session.Snapshot(() =>
            Lookup(session, key) is var (id, length)
                ? BlobChunks.Read(session, id, offset, (int)Math.Clamp(length - offset, 0, count))
                : null)));
    }

    public Task<long?> Length(string name, CancellationToken cancellation = default)
    {
        BlobRules.Name(name);
        cancellation.ThrowIfCancellationRequested();
        var key = KeyCodec.Encode(name);
        return Task.FromResult(database.Read(session => Lookup(session, key)?.Length));
    }

    public IAsyncEnumerable<BlobEntry> List(string prefix, CancellationToken cancellation = default)
    {
        BlobRules.Prefix(prefix);
        return Pages(prefix, cancellation);
    }

    public Task Delete(string name, CancellationToken cancellation = default)
    {
        BlobRules.Name(name);
        var key = KeyCodec.Encode(name);
        return database.Write(
            session =>
            {
                if (Lookup(session, key) is var (id, _))
                    Remove(session, id);
                return true;
            },
            0,
            cancellation);
    }

    // In slices, so that others can write between them.
    public async Task DeletePrefix(string prefix, CancellationToken cancellation = default)
    {
        BlobRules.DeletePrefix(prefix);
        var (from, below) = (KeyCodec.Encode(prefix), KeyCodec.After(prefix));
        while (await database.Write(session => RemoveSlice(session, from, below), 0, cancellation))
            continue;
    }

    public Task<string?> Lease(string name, TimeSpan duration, CancellationToken cancellation = default)
    {
        BlobRules.Lease(name, duration);
        return _leases.Take(name, duration, cancellation);
    }

    public Task<bool> Renew(string name, string leaseId, CancellationToken cancellation = default)
    {
        BlobRules.Name(name);
        return _leases.Renew(name, leaseId, cancellation);
    }

    public Task Release(string name, string leaseId, CancellationToken cancellation = default)
    {
        BlobRules.Name(name);
        return _leases.Release(name, leaseId, cancellation);
    }

    private (long Id, long Length)? Lookup(SqliteSession session, byte[] key)
    {
        using var reader = session.Read(Find, container, key);
        return reader.Read() ? (reader.GetInt64(0), reader.GetInt64(1)) : null;
    }

    private static void Remove(SqliteSession session, long id)
    {
        BlobChunks.DeleteAll(session, id);
        session.Execute(DeleteBlob, id);
    }

    private bool RemoveSlice(SqliteSession session, byte[] from, byte[] below)
    {
        var slice = Slice(session, from, below, DeletedAtOnce);
        foreach (var (name, _) in slice)
            Remove(session, Lookup(session, name)!.Value.Id);
        return slice.Count == DeletedAtOnce;
    }

    private async IAsyncEnumerable<BlobEntry> Pages(string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (from, below) = (KeyCodec.Encode(prefix), KeyCodec.After(prefix));
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var start = from;
            var page = database.Read(session => Slice(session, start, below, PageBlobs));
            foreach (var (name, length) in page)
            {
                cancellation.ThrowIfCancellationRequested();
                yield return new BlobEntry(KeyCodec.Decode(name), length);
            }

            if (page.Count < PageBlobs)
                yield break;
            from = [.. page[^1].Name, 0];
        }
    }

    private List<(byte[] Name, long Length)> Slice(SqliteSession session, byte[] from, byte[] below, int limit)
    {
        var slice = new List<(byte[], long)>();
        using var reader = session.Read(GetRange, container, from, below);
        while (slice.Count < limit && reader.Read())
            slice.Add((reader.GetFieldValue<byte[]>(0), reader.GetInt64(1)));
        return slice;
    }
}
