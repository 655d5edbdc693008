using System.Text;
using ClickDeploy.Backups;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Tests.Shared.Processes;

namespace ClickDeploy.Tests.Shared.Backups;

/// <summary>A data folder and a store to be backed up, and places to restore into.</summary>
internal sealed class BackupWorld : IAsyncDisposable
{
    private readonly TempFolder _folder = new();

    public BackupWorld() => Directory.CreateDirectory(Data);

    public static byte[] Passphrase { get; } = Encoding.UTF8.GetBytes("correct horse battery");

    public SqliteStorage Storage { get; } = SqliteStorage.InMemory(TimeProvider.System);

    public string Data => Path.Combine(_folder.Path, "data");

    public string Target => Path.Combine(_folder.Path, "target");

    public void Write(string path, string content, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        var full = Path.Combine(Data, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        File.SetUnixFileMode(full, mode);
    }

    public async Task<byte[]> Backup(IStorageExport? storage = null)
    {
        using var output = new MemoryStream();
        var header = BackupHeader.Create();
        await output.WriteAsync(header.ToBytes());
        await BackupWriter.Write(storage ?? Storage, Data, new BackupManifest(BackupManifest.Known, DateTimeOffset.UnixEpoch, false), header.Key(Passphrase), output, CancellationToken.None);
        return output.ToArray();
    }

    public Task<BackupSummary> Restore(byte[] backup, IStorage into)
    {
        ClickDeploy.Backups.Restore.Prepare(Target);
        return ClickDeploy.Backups.Restore.Run(new MemoryStream(backup), Passphrase, into, Target, CancellationToken.None);
    }

    /// <summary>What is below a folder: paths with content, link target or mode.</summary>
    public static IReadOnlyList<string> Tree(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Select(path => $"{Path.GetRelativePath(folder, path)} {new FileInfo(path).LinkTarget ?? $"{File.GetUnixFileMode(path)} {(File.Exists(path) ? File.ReadAllText(path) : "/")}"}")
            .Order(StringComparer.Ordinal)];

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        _folder.Dispose();
    }
}
