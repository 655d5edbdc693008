using ClickDeploy.Storage;
using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Tests.Shared.Core;
using Microsoft.Data.Sqlite;

namespace ClickDeploy.Tests.Shared.Storage.Sqlite;

public sealed class SqliteStorageTests : IDisposable
{
    private static readonly TimeSpan HalfMinute = TimeSpan.FromSeconds(30);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ctd-storage-");

    private string Path => System.IO.Path.Combine(_folder.FullName, "test.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Lease_TimeIsUp_CanBeTakenByAnother()
    {
        var clock = new Clock(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var storage = SqliteStorage.InMemory(clock);
        var blobs = storage.Blobs("container");
        var lease = (await blobs.Lease("lock", HalfMinute))!;
        clock.Now += TimeSpan.FromSeconds(29);
        Assert.Null(await blobs.Lease("lock", HalfMinute));
        Assert.True(await blobs.Renew("lock", lease));
        clock.Now += TimeSpan.FromSeconds(29);
        Assert.Null(await blobs.Lease("lock", HalfMinute));
        clock.Now += TimeSpan.FromSeconds(1);
        Assert.False(await blobs.Renew("lock", lease));
        Assert.NotNull(await blobs.Lease("lock", HalfMinute));
        await blobs.Release("lock", lease);
        Assert.Null(await blobs.Lease("lock", HalfMinute));
    }

    [Fact]
    public async Task Open_Again_KeepsRowsBlobsLeasesAndNeverReusesETags()
    {
        var etags = new HashSet<string>();
        for (var i = 0; i < 3; i++)
        {
            await using var storage = SqliteStorage.Open(Path, TimeProvider.System);
            if (i > 0)
            {
                Assert.NotNull(await storage.Table("table").Get("p", $"{i - 1}"));
                Assert.Equal(i * 3, await storage.Blobs("blobs").Length("log"));
            }

            Assert.Equal(i == 0, await storage.Blobs("blobs").Lease("lock", TimeSpan.FromSeconds(60)) is not null);
            Assert.True(await storage.Blobs("blobs").Append("log", i * 3, new byte[3]));
            var result = await storage.Table("table").Commit("p", [new RowChange.Insert($"{i}", []), new RowChange.Upsert("same", [])]);
            Assert.All(Assert.IsType<CommitResult.Committed>(result).ETags, etag => Assert.True(etags.Add(etag!)));
        }
    }

    [Fact]
    public async Task ETags_OfTwoProcessesOnOneFile_Differ()
    {
        await using var one = SqliteStorage.Open(Path, TimeProvider.System);
        await using var other = SqliteStorage.Open(Path, TimeProvider.System);
        var etags = new HashSet<string>();
        for (var i = 0; i < 10; i++)
        {
            foreach (var storage in new[] { one, other })
                Assert.True(etags.Add(Assert.IsType<CommitResult.Committed>(await storage.Table("table").Commit("p", [new RowChange.Upsert("k", [])])).ETags[0]!));
        }
    }

    [Fact]
    public async Task Dispose_WhileWritesWait_WritesThemFirst()
    {
        var storage = SqliteStorage.Open(Path, TimeProvider.System);
        var commits = Enumerable.Range(0, 50).Select(i => storage.Table("table").Commit("p", [new RowChange.Insert($"{i}", [])])).ToList();
        await storage.DisposeAsync();
        Assert.All(await Task.WhenAll(commits), result => Assert.IsType<CommitResult.Committed>(result));
        await Assert.ThrowsAnyAsync<ObjectDisposedException>(() => storage.Table("table").Commit("p", [new RowChange.Insert("late", [])]));
        await Assert.ThrowsAnyAsync<ObjectDisposedException>(() => storage.Table("table").Get("p", "0"));
        await storage.DisposeAsync();
    }

    [Fact]
    public void Open_NotADatabase_IsUnavailableWithThePath()
    {
        File.WriteAllText(Path, new string('x', 5000));
        Assert.Contains(Path, Assert.Throws<StorageUnavailableException>(() => SqliteStorage.Open(Path, TimeProvider.System)).Message);
    }

    [Fact]
    public async Task Open_OfALaterFormat_SaysWhatToDo()
    {
        await SqliteStorage.Open(Path, TimeProvider.System).DisposeAsync();
        using (var connection = new SqliteConnection($"Data Source={Path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA user_version = {SqliteSchema.Version + 1}";
            command.ExecuteNonQuery();
        }

        Assert.Contains("newer", Assert.Throws<InvalidDataException>(() => SqliteStorage.Open(Path, TimeProvider.System)).Message);
    }

    [Fact]
    [Trait("Speed", "Slow")] // the writer waits 5 s for the lock
    public async Task Write_FileIsLockedByAnother_IsUnavailableAndLaterWritesWork()
    {
        await using var storage = SqliteStorage.Open(Path, TimeProvider.System);
        var table = storage.Table("table");
        await table.Commit("p", [new RowChange.Insert("a", [])]);
        using (var other = new SqliteConnection($"Data Source={Path};Pooling=False"))
        {
            // Another process holds the write lock for longer than the writer waits.
            other.Open();
            using var begin = other.CreateCommand();
            begin.CommandText = "BEGIN IMMEDIATE";
            begin.ExecuteNonQuery();
            await Assert.ThrowsAsync<StorageUnavailableException>(() => table.Commit("p", [new RowChange.Insert("b", [])]));
        }

        Assert.NotNull(await table.Get("p", "a"));
        Assert.IsType<CommitResult.Committed>(await table.Commit("p", [new RowChange.Insert("b", [])]));
    }
}
