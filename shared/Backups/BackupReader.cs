using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using ClickDeploy.Storage;

namespace ClickDeploy.Backups;

/// <summary>Reads a backup from its beginning to its end, and gives what is in it to somebody.</summary>
public static class BackupReader
{
    private const int PartBytes = 4 * 1024 * 1024;

    /// <summary>Everything is read, authenticated and understood; nothing is written.</summary>
    /// <exception cref="BackupException">Another passphrase, cut off, changed, or of a newer release.</exception>
    public static Task<BackupSummary> Verify(Stream file, ReadOnlyMemory<byte> secret, CancellationToken cancellation = default) => Read(file, secret, new NoTaker(), cancellation);

    /// <summary>As <see cref="Verify"/>, and all of it goes to <paramref name="taker"/> in the order in which it comes.</summary>
    internal static async Task<BackupSummary> Read(Stream file, ReadOnlyMemory<byte> secret, IBackupTaker taker, CancellationToken cancellation)
    {
        var header = await BackupHeader.Read(file, cancellation);
        await using var opening = new OpeningStream(file, header.Key(secret.Span));
        await using var unpacked = new GZipStream(opening, CompressionMode.Decompress);
        try
        {
            await using var archive = new TarReader(unpacked, leaveOpen: true);
            var summary = await Read(archive, taker, cancellation);
            // To the very end: what was cut off there shows only then.
            await unpacked.CopyToAsync(Stream.Null, cancellation);
            await opening.CopyToAsync(Stream.Null, cancellation);
            return summary;
        }
        catch (Exception failure) when (failure is InvalidDataException or EndOfStreamException or JsonException or FormatException or ArgumentException)
        {
            throw new BackupException($"The backup cannot be understood ({failure.Message.TrimEnd('.')}): restore it with the release that made it, or a newer one.", failure);
        }
    }

    private static async Task<BackupSummary> Read(TarReader archive, IBackupTaker taker, CancellationToken cancellation)
    {
        var first = await archive.GetNextEntryAsync(copyData: false, cancellation);
        var manifest = first?.Name == ArchiveNames.Manifest ? await Json<BackupManifest>(first, cancellation) : throw new InvalidDataException("it does not begin with its manifest");
        if (manifest.Format > BackupManifest.Known)
        {
            throw new BackupException($"The backup has the format {manifest.Format}, this release knows {BackupManifest.Known}: restore it with the release that made it, or a newer one.");
        }

        await taker.Begin(manifest, cancellation);
        var (rows, blobs, files) = (0L, 0L, 0L);
        while (await archive.GetNextEntryAsync(copyData: false, cancellation) is { } entry)
        {
            if (entry.Name.StartsWith(ArchiveNames.Rows, StringComparison.Ordinal))
            {
                var block = RowBlock.Read(await Bytes(entry, RowBlock.Most, cancellation)).ToList();
                await taker.Rows(block, cancellation);
                rows += block.Count;
            }
            else if (entry.Name.StartsWith(ArchiveNames.Blobs, StringComparison.Ordinal))
            {
                await Blob(entry, taker, cancellation);
                blobs++;
            }
            else if (entry.Name.StartsWith(ArchiveNames.Data, StringComparison.Ordinal))
            {
                await taker.File(DataPath(entry.Name), entry, cancellation);
                files++;
            }
            else if (entry.Name == ArchiveNames.End)
            {
                var end = await Json<BackupEnd>(entry, cancellation);
                if ((end.Rows, end.Blobs, end.Files) != (rows, blobs, files))
                {
                    throw new InvalidDataException("it does not hold as much as it says at its end");
                }

                await taker.End(end, cancellation);
                return new(manifest, end);
            }
            else
            {
                throw new InvalidDataException($"it has an unknown part '{entry.Name}'");
            }
        }

        throw new InvalidDataException("it has no end");
    }

    private static async Task Blob(TarEntry entry, IBackupTaker taker, CancellationToken cancellation)
    {
        var (container, name) = entry.Name[ArchiveNames.Blobs.Length..].Split('/', 2) is [var first, var rest] ? (first, rest) : throw new InvalidDataException($"a blob is called '{entry.Name}'");
        var blob = new StoredBlob(container, name, entry.Length);
        await taker.Blob(blob, cancellation);
        for (long offset = 0; offset < blob.Length; offset += PartBytes)
        {
            var part = new byte[(int)long.Min(PartBytes, blob.Length - offset)];
            await entry.DataStream!.ReadExactlyAsync(part, cancellation);
            await taker.Part(blob, offset, part, cancellation);
        }
    }

    // Only what somebody with the key wrote comes here; a path that leads out of the folder is a mistake all the same.
    private static string DataPath(string name)
    {
        var path = name[ArchiveNames.Data.Length..].TrimEnd('/');
        return path.Length > 0 && !Path.IsPathRooted(path) && path.Split('/').All(part => part is not ("" or "." or ".."))
            ? path
            : throw new InvalidDataException($"a file is called '{name}'");
    }

    private static async Task<T> Json<T>(TarEntry entry, CancellationToken cancellation) =>
        JsonSerializer.Deserialize<T>(await Bytes(entry, 64 << 20, cancellation), ArchiveNames.Json) ?? throw new InvalidDataException($"{entry.Name} is empty");

    private static async Task<byte[]> Bytes(TarEntry entry, int most, CancellationToken cancellation)
    {
        if (entry.Length > most)
        {
            throw new InvalidDataException($"{entry.Name} has {entry.Length} bytes");
        }

        var bytes = new byte[entry.Length];
        if (entry.DataStream is { } content)
        {
            await content.ReadExactlyAsync(bytes, cancellation);
        }

        return bytes;
    }

    private sealed class NoTaker : IBackupTaker;
}
