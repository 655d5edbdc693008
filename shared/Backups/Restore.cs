using System.Formats.Tar;
using System.Runtime.InteropServices;
using ClickDeploy.Storage;

namespace ClickDeploy.Backups;

/// <summary>
/// Writes a backup into an empty data folder and an empty store. The folder says that it is unfinished from before the first byte until all of it is on the
/// disk; a restore that was interrupted is begun again from the start.
/// </summary>
public sealed class Restore : IBackupTaker
{
    private const int MostRows = 100;

    // Binary grows by a third on its way to Azure, which takes 4 MiB at once.
    private const int MostBytes = 2 * 1024 * 1024;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly IStorage _storage;
    private readonly string _data;
    private readonly List<(string Path, string Target)> _links = [];
    private readonly List<(string Path, UnixFileMode Mode)> _folders = [];

    private Restore(IStorage storage, string data) => (_storage, _data) = (storage, data);

    /// <summary>Refuses a folder with anything in it but an unfinished restore, which is emptied; marks it as unfinished.</summary>
    /// <param name="own">Entries that may be there and stay: what the store of the restore needs.</param>
    /// <exception cref="BackupException">The folder is not empty.</exception>
    public static void Prepare(string data, params IReadOnlyList<string> own)
    {
        if (!Directory.Exists(data))
        {
            Directory.CreateDirectory(data, OwnerOnly);
        }

        var unfinished = new UnfinishedRestore(data);
        var there = Directory.EnumerateFileSystemEntries(data).Where(path => !own.Contains(Path.GetFileName(path), StringComparer.Ordinal) && Path.GetFileName(path) != DataFolder.Unfinished).ToList();
        if (there.Count > 0 && !unfinished.IsThere)
        {
            throw new BackupException($"{data} is not empty: there is {Path.GetFileName(there[0])}. Restore into a new folder (--data), or stop the platform and delete this one (./down --purge).");
        }

        foreach (var path in there)
        {
            if (Directory.Exists(path) && new FileInfo(path).LinkTarget is null)
            {
                Directory.Delete(path, recursive: true);
            }
            else
            {
                File.Delete(path);
            }
        }

        unfinished.Begin();
    }

    /// <summary>Writes everything and takes the mark away.</summary>
    /// <param name="data">A folder that was prepared.</param>
    public static async Task<BackupSummary> Run(Stream file, ReadOnlyMemory<byte> secret, IStorage storage, string data, CancellationToken cancellation)
    {
        var summary = await BackupReader.Read(file, secret, new Restore(storage, data), cancellation);
        SyncAll();
        new UnfinishedRestore(data).End();
        return summary;
    }

    async Task IBackupTaker.Rows(IReadOnlyList<StoredRow> rows, CancellationToken cancellation)
    {
        var batch = new List<RowChange>();
        var bytes = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            batch.Add(new RowChange.Upsert(row.Key, row.Data));
            bytes += row.DataBytes().Length;
            var next = i + 1 < rows.Count ? rows[i + 1] : null;
            if (next?.Table != row.Table || next.Partition != row.Partition || batch.Count == MostRows || bytes + next.DataBytes().Length > MostBytes)
            {
                await _storage.Table(row.Table).Commit(row.Partition, batch, cancellation);
                batch = [];
                bytes = 0;
            }
        }
    }

    Task IBackupTaker.Blob(StoredBlob blob, CancellationToken cancellation) =>
        blob.Length == 0 ? _storage.Blobs(blob.Container).Put(blob.Name, Array.Empty<byte>(), cancellation) : _storage.Blobs(blob.Container).Delete(blob.Name, cancellation);

    // Appended, not put: on Azure a blob that was put cannot grow, and logs go on.
    async Task IBackupTaker.Part(StoredBlob blob, long offset, byte[] content, CancellationToken cancellation)
    {
        var blobs = _storage.Blobs(blob.Container);
        if (!await blobs.Append(blob.Name, offset, content, cancellation) && await blobs.Length(blob.Name, cancellation) != offset + content.Length)
        {
            throw new BackupException($"The blob {blob.Container}/{blob.Name} was written by somebody else during the restore: stop what uses this store and begin again.");
        }
    }

    async Task IBackupTaker.File(string path, TarEntry entry, CancellationToken cancellation)
    {
        var full = Path.Combine(_data, path);
        switch (entry.EntryType)
        {
            case TarEntryType.Directory:
                // Its own rights come last: they may forbid to write into it.
                Directory.CreateDirectory(full, OwnerOnly);
                _folders.Add((full, entry.Mode));
                break;
            case TarEntryType.SymbolicLink:
                // Last: nothing is written through one.
                _links.Add((full, entry.LinkName));
                break;
            default:
                Directory.CreateDirectory(Path.GetDirectoryName(full)!, OwnerOnly);
                await using (var file = new FileStream(full, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite, Options = FileOptions.Asynchronous }))
                {
                    if (entry.DataStream is { } content)
                    {
                        await content.CopyToAsync(file, cancellation);
                    }

                    File.SetUnixFileMode(file.SafeFileHandle, entry.Mode);
                }

                break;
        }
    }

    Task IBackupTaker.End(BackupEnd end, CancellationToken cancellation)
    {
        foreach (var (path, target) in _links)
        {
            File.CreateSymbolicLink(path, target);
        }

        foreach (var (path, mode) in Enumerable.Reverse(_folders))
        {
            File.SetUnixFileMode(path, mode);
        }

        foreach (var gone in end.Gone.Select(path => Path.Combine(_data, path)).Where(Directory.Exists))
        {
            Directory.Delete(gone, recursive: true);
        }

        return Task.CompletedTask;
    }

    [DllImport("libc", EntryPoint = "sync")]
    private static extern void SyncAll();
}
