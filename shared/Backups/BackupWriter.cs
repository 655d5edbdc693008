using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using ClickDeploy.Storage;

namespace ClickDeploy.Backups;

/// <summary>
/// Writes a whole installation while it runs. Releases are never changed by the platform, but come and go: they are read first, then the store at one moment,
/// then the releases that have come meanwhile and the other files. So every release that the store names is there, unless it was deleted just then.
/// </summary>
public sealed class BackupWriter(IStorageExport storage, string data)
{
    private readonly HashSet<string> _releases = new(StringComparer.Ordinal);
    private readonly List<string> _gone = [];
    private readonly List<string> _unread = [];
    private long _rows;
    private long _blobs;
    private long _files;

    /// <param name="output">Gets the sealed archive as it is made; nothing is whole in memory.</param>
    /// <param name="key">32 bytes.</param>
    public static async Task Write(IStorageExport storage, string data, BackupManifest manifest, byte[] key, Stream output, CancellationToken cancellation)
    {
        await using var sealing = new SealingStream(output, key);
        await using (var packed = new GZipStream(sealing, CompressionLevel.Fastest, leaveOpen: true))
        {
            await using var archive = new TarWriter(packed, TarEntryFormat.Pax, leaveOpen: true);
            await new BackupWriter(storage, data).Write(archive, manifest, cancellation);
        }

        await sealing.Finish(cancellation);
    }

    private async Task Write(TarWriter archive, BackupManifest manifest, CancellationToken cancellation)
    {
        await Put(archive, ArchiveNames.Manifest, JsonSerializer.SerializeToUtf8Bytes(manifest, ArchiveNames.Json), cancellation);
        await PutReleases(archive, cancellation);
        await using (var snapshot = await storage.Take(cancellation))
        {
            await PutRows(archive, snapshot, cancellation);
            await PutBlobs(archive, snapshot, cancellation);
        }

        await PutReleases(archive, cancellation);
        await PutEntries(archive, "", cancellation);
        var end = new BackupEnd(_rows, _blobs, _files, _gone, _unread);
        await Put(archive, ArchiveNames.End, JsonSerializer.SerializeToUtf8Bytes(end, ArchiveNames.Json), cancellation);
    }

    private async Task PutReleases(TarWriter archive, CancellationToken cancellation)
    {
        foreach (var folder in DataFolder.ReleaseFolders(data).Where(_releases.Add))
        {
            await PutEntries(archive, folder, cancellation);
            if (!Directory.Exists(Path.Combine(data, folder)))
            {
                _gone.Add(folder);
            }
        }
    }

    private async Task PutRows(TarWriter archive, IStorageSnapshot snapshot, CancellationToken cancellation)
    {
        using var block = new MemoryStream();
        var blocks = 0;
        foreach (var row in snapshot.Rows())
        {
            RowBlock.Add(block, row);
            _rows++;
            if (block.Length >= RowBlock.Full)
            {
                await Close();
            }
        }

        await Close();

        async Task Close()
        {
            await Put(archive, $"{ArchiveNames.Rows}{blocks++:D8}", block.ToArray(), cancellation);
            block.SetLength(0);
        }
    }

    private async Task PutBlobs(TarWriter archive, IStorageSnapshot snapshot, CancellationToken cancellation)
    {
        foreach (var blob in snapshot.Blobs())
        {
            var content = new ExactStream(blob.Length, (buffer, offset, _) =>
            {
                snapshot.Read(blob, offset, buffer.Length).CopyTo(buffer);
                return ValueTask.FromResult(buffer.Length);
            });
            await archive.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, $"{ArchiveNames.Blobs}{blob.Container}/{blob.Name}") { DataStream = content }, cancellation);
            _blobs++;
        }
    }

    private async Task PutEntries(TarWriter archive, string folder, CancellationToken cancellation)
    {
        if (folder.Length > 0)
        {
            await PutEntry(archive, folder, cancellation);
        }

        try
        {
            foreach (var path in DataFolder.Entries(data, folder))
            {
                await PutEntry(archive, path, cancellation);
            }
        }
        catch (DirectoryNotFoundException)
        {
            // It is deleted just now.
        }
    }

    private async Task PutEntry(TarWriter archive, string path, CancellationToken cancellation)
    {
        if (Entry(path) is { } entry)
        {
            await using var content = entry.DataStream;
            await archive.WriteEntryAsync(entry, cancellation);
            _files++;
        }
    }

    /// <returns>Null: it is gone, cannot be read, or is nothing that can be kept.</returns>
    private PaxTarEntry? Entry(string path)
    {
        var (full, name) = (Path.Combine(data, path), ArchiveNames.Data + path);
        try
        {
            if (new FileInfo(full).LinkTarget is { } target)
            {
                return new(TarEntryType.SymbolicLink, name) { LinkName = target };
            }

            if (Directory.Exists(full))
            {
                return new(TarEntryType.Directory, name) { Mode = File.GetUnixFileMode(full) };
            }

            return PlainFile.Open(full) is { } file
                ? new(TarEntryType.RegularFile, name) { Mode = File.GetUnixFileMode(file.SafeFileHandle), DataStream = new ExactStream(file) }
                : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(full))
            {
                _unread.Add($"{path}: {failure.Message}");
            }

            return null;
        }
    }

    private static async Task Put(TarWriter archive, string name, byte[] content, CancellationToken cancellation) =>
        await archive.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) }, cancellation);
}
