using System.Diagnostics;
using System.Security.Cryptography;
using ClickDeploy.Backups;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Tests.Shared.Processes;

namespace ClickDeploy.Tests.Shared.Backups;

// Slow, because a passphrase takes half a second each time.
[Trait("Speed", "Slow")]
public sealed class BackupTests : IAsyncLifetime
{
    private readonly BackupWorld _world = new();
    private readonly SqliteStorage _into = SqliteStorage.InMemory(TimeProvider.System);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _into.DisposeAsync();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task Restore_OfABackup_IsTheSameInstallation()
    {
        for (var n = 0; n < 250; n++)
            await _world.Storage.Table("projects").Commit($"org {n % 2}", [new RowChange.Insert($"e|{n}", new RowData { ["n"] = n, ["text"] = new string('ä', 10_000) })]);
        var large = RandomNumberGenerator.GetBytes(9_000_000);
        await _world.Storage.Blobs("logs").Put("org/ü/0001", large);
        await _world.Storage.Blobs("logs").Put("empty", Array.Empty<byte>());
        _world.Write("keys/signing.key", "secret");
        _world.Write("releases/s/d/run.sh", "#!/bin/sh", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _world.Write($"releases/s/d/{new string('n', 150)}/größe.txt", "long and wide");
        File.CreateSymbolicLink(Path.Combine(_world.Data, "releases/s/d/link"), "../elsewhere");
        Directory.CreateDirectory(Path.Combine(_world.Data, "releases/s/d/empty"));
        var kept = BackupWorld.Tree(_world.Data);
        foreach (var left in (string[])["run/up.pid", "instances/i/claim", "jobs/j/claim", "builds/b/source/x", "inspections/i/x", "cache/npm/x", "routes/h/1", "azurite/db.json", "clickdeploy.db", "clickdeploy.db-wal"])
            _world.Write(left, "of this machine");

        var summary = await _world.Restore(await _world.Backup(), _into);

        Assert.Equal(kept, BackupWorld.Tree(_world.Target));
        Assert.Equal((250, 2), (summary.End.Rows, summary.End.Blobs));
        Assert.Empty(summary.End.Unread);
        await using var before = await _world.Storage.Take();
        await using var after = await _into.Take();
        Assert.Equal(before.Rows().Select(Text), after.Rows().Select(Text));
        Assert.Equal(before.Blobs(), after.Blobs());
        Assert.Equal(large, await _into.Blobs("logs").Read("org/ü/0001"));
        Assert.True(await _into.Blobs("logs").Append("org/ü/0001", large.Length, new byte[] { 1 }));
        Assert.Null(new UnfinishedRestore(_world.Target).Sentence);
    }

    [Fact]
    public async Task Backup_ReleasesComeAndGo_HasThoseThatTheStoreNames()
    {
        _world.Write("releases/s/old/index.html", "old");
        _world.Write("releases/s/stays/index.html", "stays");
        var gone = Path.Combine(_world.Data, "releases/s/old");
        var export = new Meanwhile(_world.Storage, () =>
        {
            Directory.Delete(gone, recursive: true);
            _world.Write("releases/s/new/index.html", "new");
        });

        await _world.Restore(await _world.Backup(export), _into);

        Assert.Equal(["new", "old", "stays"], Directory.EnumerateDirectories(Path.Combine(_world.Target, "releases/s")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Backup_OfAPipe_DoesNotWaitForIt()
    {
        _world.Write("releases/s/d/index.html", "hello");
        using (var made = Process.Start("mkfifo", [Path.Combine(_world.Data, "releases/s/d/pipe")]))
            await made.WaitForExitAsync();

        var backup = await _world.Backup();

        Assert.Empty((await BackupReader.Verify(new MemoryStream(backup), BackupWorld.Passphrase)).End.Unread);
    }

    [Fact]
    public async Task Verify_NotWhatWasMade_SaysWhatIsWrong()
    {
        _world.Write("releases/s/d/data", Convert.ToBase64String(RandomNumberGenerator.GetBytes(200_000)));
        var backup = await _world.Backup();
        byte[] changed = [.. backup];
        changed[^1000] ^= 1;

        await Refused("passphrase or key is not the one", backup, "another passphrase"u8.ToArray());
        await Refused("cut off", backup[..^1], BackupWorld.Passphrase);
        await Refused("cut off", backup[..100_000], BackupWorld.Passphrase);
        await Refused("changed or is damaged after about", changed, BackupWorld.Passphrase);
        await Refused("is no backup", backup[..20], BackupWorld.Passphrase);
        await Refused("is no backup", new byte[1000], BackupWorld.Passphrase);
        await Refused("newer release", [.. "click-to-deploy backup 2\n"u8, .. backup.AsSpan(25)], BackupWorld.Passphrase);
    }

    [Fact]
    public async Task Restore_Interrupted_KeepsThePlatformFromStartingUntilItIsDoneAgain()
    {
        _world.Write("keys/signing.key", "secret");
        await _world.Storage.Table("projects").Commit("org", [new RowChange.Insert("a", [])]);
        var backup = await _world.Backup();
        byte[] broken = [.. backup];
        broken[^1] ^= 1;

        await Assert.ThrowsAsync<BackupException>(() => _world.Restore(broken, _into));
        Assert.Contains("has not ended: run './ops restore' with the same file again", new UnfinishedRestore(_world.Target).Sentence, StringComparison.Ordinal);

        await _world.Restore(backup, _into);
        Assert.Null(new UnfinishedRestore(_world.Target).Sentence);
        Assert.Equal(BackupWorld.Tree(_world.Data), BackupWorld.Tree(_world.Target));
    }

    [Fact]
    public void Prepare_FolderIsNotEmpty_LeavesItAsItIs()
    {
        using var folder = new TempFolder();
        File.WriteAllText(Path.Combine(folder.Path, "clickdeploy.db"), "mine");

        var refused = Assert.Throws<BackupException>(() => Restore.Prepare(folder.Path));

        Assert.Contains("is not empty: there is clickdeploy.db", refused.Message, StringComparison.Ordinal);
        Assert.Equal([Path.Combine(folder.Path, "clickdeploy.db")], Directory.EnumerateFileSystemEntries(folder.Path));
    }

    private static async Task Refused(string sentence, byte[] backup, byte[] secret) =>
        Assert.Contains(sentence, (await Assert.ThrowsAsync<BackupException>(() => BackupReader.Verify(new MemoryStream(backup), secret))).Message, StringComparison.Ordinal);

    private static string Text(StoredRow row) => $"{row.Table} {row.Partition} {row.Key} {Convert.ToHexString(row.DataBytes())}";

    /// <summary>Something happens just when the store is read.</summary>
    private sealed class Meanwhile(IStorageExport inner, Action happens) : IStorageExport
    {
        public Task<IStorageSnapshot> Take(CancellationToken cancellation = default)
        {
            happens();
            return inner.Take(cancellation);
        }

        public Task<bool> IsEmpty(CancellationToken cancellation = default) => inner.IsEmpty(cancellation);
    }
}
