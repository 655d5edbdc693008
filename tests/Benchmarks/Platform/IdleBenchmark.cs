using System.Diagnostics;
using ClickDeploy.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace ClickDeploy.Benchmarks.Platform;

/// <summary>What the platform costs when nothing is deployed and nobody looks.</summary>
internal static class IdleBenchmark
{
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);

    /// <summary>Process start to /ready, in milliseconds, on one data folder; the first start, which makes it, is not among them.</summary>
    public static async Task<IReadOnlyList<double>> Starts(string program, string root, int times)
    {
        await using var platform = RunningPlatform.Prepare(program, root);
        await platform.Start();
        var took = new List<double>();
        for (var start = 0; start < times; start++)
        {
            await platform.Stop();
            took.Add((await platform.Start()).TotalMilliseconds);
        }

        return took;
    }

    public static async Task<Idle> OnSqlite(string program, string root)
    {
        await using var platform = RunningPlatform.Prepare(program, root);
        await platform.Start();
        return await Of(platform);
    }

    /// <summary>A minute of rest, and what the minute after it costs.</summary>
    public static async Task<Idle> Of(RunningPlatform platform)
    {
        await Task.Delay(Minute);
        var memory = Machine.ResidentMegabytes(platform.Pid);
        var cpu = Machine.CpuSeconds(platform.Pid);
        var began = Stopwatch.GetTimestamp();
        var commits = await Commits(platform.DatabaseFile);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return new(memory, (Machine.CpuSeconds(platform.Pid) - cpu) / seconds * 100, commits / seconds);
    }

    /// <summary>Requests a second that Azurite logs, reads and writes of all kinds: each is one call of ITable or IBlobs.</summary>
    public static async Task<double> CallsOnAzurite(string program, string root)
    {
        var requests = 0;
        await using var azurite = Azurite.Start(root, said: line =>
        {
            if (line.Contains(" HTTP/1.1\" ", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref requests);
            }
        });
        await using var platform = RunningPlatform.Prepare(program, root, new Dictionary<string, string> { ["AzureWebJobsStorage"] = azurite.ConnectionString });
        await platform.Start();
        await Task.Delay(Minute);
        var before = Volatile.Read(ref requests);
        await Task.Delay(Minute);
        return before > 0 ? (Volatile.Read(ref requests) - before) / Minute.TotalSeconds : throw new InvalidOperationException("Azurite logged no request at all: its log has another form now.");
    }

    // SQLite's data_version changes with every commit of another connection. Asked often enough that none hides behind the next.
    private static async Task<int> Commits(string file)
    {
        SQLitePCL.Batteries_V2.Init();
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA data_version";
        var (commits, seen) = (0, Convert.ToInt64(await command.ExecuteScalarAsync()));
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < Minute; await Task.Delay(10))
        {
            var now = Convert.ToInt64(await command.ExecuteScalarAsync());
            commits += now != seen ? 1 : 0;
            seen = now;
        }

        return commits;
    }
}

/// <param name="Megabytes">VmRSS.</param>
/// <param name="CpuPercent">Of one processor.</param>
/// <param name="Commits">Write transactions a second.</param>
internal sealed record Idle(double Megabytes, double CpuPercent, double Commits);
