using System.Diagnostics;
using System.Globalization;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace ClickDeploy.Tests.Shared.Storage.Sqlite;

/// <summary>A real process that writes is killed by SIGKILL, five times on one file.</summary>
[Trait("Speed", "Slow")]
public sealed class SqliteKillTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ctd-storage-");

    private string Path => System.IO.Path.Combine(_folder.FullName, "test.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Kill_WhileWriting_LosesNothingAcknowledged()
    {
        var rows = new Dictionary<string, long>();
        var logs = new Dictionary<string, long>();
        for (var round = 0; round < 5; round++)
        {
            foreach (var line in await WriteUntilKilled(acknowledged: 200 + (round * 137)))
            {
                var words = line.Split(' ');
                (words[0] == "row" ? rows : logs)[words[1]] = long.Parse(words[2], CultureInfo.InvariantCulture);
            }

            await using var storage = SqliteStorage.Open(Path, TimeProvider.System);
            await EverythingIsThere(storage, rows, logs);
        }

        Assert.Equal(4, rows.Count);
        Assert.Equal("ok", IntegrityCheck());
    }

    private async Task<List<string>> WriteUntilKilled(int acknowledged)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var program = System.IO.Path.Combine(AppContext.BaseDirectory, "ClickDeploy.StorageWriter.dll");
        using var writer = Process.Start(new ProcessStartInfo("dotnet", ["exec", program, Path]) { RedirectStandardOutput = true })!;
        var lines = new List<string>();
        while (lines.Count < acknowledged && await writer.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
            lines.Add(line);
        Assert.False(writer.HasExited);
        writer.Kill(); // SIGKILL

        // What it wrote before its death is in the pipe; the last line may be cut.
        var rest = await writer.StandardOutput.ReadToEndAsync(deadline.Token);
        await writer.WaitForExitAsync(deadline.Token);
        lines.AddRange(rest.Split('\n')[..^1]);
        return lines;
    }

    private static async Task EverythingIsThere(SqliteStorage storage, Dictionary<string, long> rows, Dictionary<string, long> logs)
    {
        foreach (var (caller, acknowledged) in rows)
        {
            var found = 0L;
            await foreach (var row in storage.Table("rows").Query("p", KeyRange.Prefix($"{caller}|")))
            {
                Assert.Equal(found, row.Data.Int64("n"));
                Assert.Equal(found % 5000, row.Data.Bytes("data")!.Length);
                found++;
            }

            Assert.True(found > acknowledged, $"Caller {caller} was told that row {acknowledged} is kept, but there are {found} rows.");
            Assert.Equal(found, (await storage.Table("rows").Get("p", $"counter|{caller}"))!.Data.Int64("n"));
        }

        foreach (var (caller, acknowledged) in logs)
        {
            var log = (await storage.Blobs("logs").Read($"log{caller}"))!;
            Assert.True(log.Length >= acknowledged, $"Caller {caller} was told that its log has {acknowledged} bytes, but it has {log.Length}.");
            Assert.Equal(0, log.Length % sizeof(long));
        }
    }

    private string? IntegrityCheck()
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        return (string?)command.ExecuteScalar();
    }
}
