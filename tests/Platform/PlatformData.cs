using ClickDeploy.Clients.Caddy;
using ClickDeploy.Processes;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Azure;
using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Tests.Shared.Processes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Tests.Platform;

/// <summary>What a platform keeps on this machine, looked at from outside, whether or not it runs.</summary>
/// <param name="azure">Where its rows and blobs are; null: in the SQLite file of the folder.</param>
internal sealed class PlatformData(string folder, AzureStorage? azure = null)
{
    // The runtime's own tables and blobs: histories stay when what they tell of is gone.
    private const string Runtime = "clickdeploy";

    // What tells of things that are gone, and goes by its own age: who did what and when, when timers last fired, what a look at a repository found.
    private static readonly string[] Records = ["audit", "idempotency", "inspections", "operations", "timers", "tokens"];

    /// <summary>The instances that have a folder, running or not.</summary>
    public IReadOnlyList<string> Instances => Folders("instances");

    /// <summary>The instances that have a process.</summary>
    public IReadOnlyList<string> RunningInstances =>
        [.. Instances.Where(id => Processes(id).Any())];

    /// <summary>SIGKILL to all its processes.</summary>
    public void KillInstance(string id)
    {
        foreach (var pid in Processes(id))
            _ = Libc.Kill(pid, Libc.SigKill);
    }

    public IReadOnlyList<string> Jobs => Folders("jobs");

    public IReadOnlyList<string> Builds => Folders("builds");

    /// <summary>By deployment.</summary>
    public IReadOnlyList<string> Releases => [.. Folders("releases").SelectMany(service => Folders(Path.Combine("releases", service)))];

    public Task<IReadOnlyDictionary<string, Route>> Routes() =>
        new RouteDirectory(Options.Create(new CaddyOptions { DataDirectory = folder })).List();

    /// <summary>Processes, folders and control groups of workloads, builds, releases, routes, rows and blobs; empty when nothing at all is left.</summary>
    public async Task<IReadOnlyList<string>> Left()
    {
        var (rows, blobs) = await Stored();
        return
        [
            .. Leftovers.Of(folder),
            .. Builds.Select(build => $"build {build}"),
            .. Folders("releases").Select(service => $"release of {service}"),
            .. (await Routes()).Keys.Select(host => $"route {host}"),
            .. rows.Where(row => !row.Table.StartsWith(Runtime, StringComparison.Ordinal) && !Records.Contains(row.Table)).Select(row => $"row {row.Table} {row.Row}"),
            .. blobs.Where(blob => !blob.Container.StartsWith(Runtime, StringComparison.Ordinal)).Select(blob => $"blob {blob.Container}/{blob.Name}"),
        ];
    }

    /// <summary>Fails with what is left when that does not become nothing.</summary>
    public Task NothingIsLeft() => Eventually.Is(async () => string.Join('\n', await Left()), left => left.Length == 0, $"\"Nothing is left of {folder}\"");

    /// <summary>No orchestration runs or waits.</summary>
    public async Task<bool> IsIdle()
    {
        if (azure is null)
            return !(await Rows(Runtime + "index")).Any(row => row.StartsWith("active / ", StringComparison.Ordinal));
        await foreach (var _ in azure.Table(Runtime + "index").Query("active", KeyRange.All))
            return false;
        return true;
    }

    /// <summary>The rows of a table, as <c>partition / key</c>.</summary>
    public async Task<IReadOnlyList<string>> Rows(string table) => [.. (await Stored()).Rows.Where(row => row.Table == table).Select(row => row.Row)];

    /// <summary>Ends every workload and job of the folder, whatever became of the platform.</summary>
    public async Task EndWorkloads()
    {
        foreach (var kind in (string[])["jobs", "instances"])
        {
            var runs = new Runs(Path.Combine(folder, kind), new CgroupHost(), TimeProvider.System);
            foreach (var id in runs.List())
                await runs.Remove(id, CancellationToken.None);
        }
    }

    private async Task<(IReadOnlyList<(string Table, string Row)> Rows, IReadOnlyList<(string Container, string Name)> Blobs)> Stored()
    {
        if (azure is null)
        {
            return (
                Read("SELECT tbl, pk, rk FROM rows", row => (row.GetString(0), $"{Key(row, 1)} / {Key(row, 2)}")),
                Read("SELECT container, name FROM blobs", row => (row.GetString(0), Key(row, 1))));
        }

        await using var snapshot = await azure.Take();
        return ([.. snapshot.Rows().Select(row => (row.Table, $"{row.Partition} / {row.Key}"))], [.. snapshot.Blobs().Select(blob => (blob.Container, blob.Name))]);
    }

    private List<T> Read<T>(string query, Func<SqliteDataReader, T> read)
    {
        var found = new List<T>();
        var file = Path.Combine(folder, "clickdeploy.db");
        if (!File.Exists(file))
            return found;
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        while (reader.Read())
            found.Add(read(reader));
        return found;
    }

    // The platform reads what its instances write, and is none of them.
    private IEnumerable<int> Processes(string instance) =>
        Leftovers.Pids(Path.Combine(folder, "instances", instance)).Where(pid => !Leftovers.CommandLine(pid).Contains(Path.GetFileName(RepositoryRoot.Program), StringComparison.Ordinal));

    private static string Key(SqliteDataReader row, int column) => KeyCodec.Decode(row.GetFieldValue<byte[]>(column));

    private IReadOnlyList<string> Folders(string place)
    {
        var path = Path.Combine(folder, place);
        return Directory.Exists(path) ? [.. Directory.EnumerateDirectories(path).Select(found => Path.GetFileName(found)).Where(name => name[0] != '.').Order(StringComparer.Ordinal)] : [];
    }
}
