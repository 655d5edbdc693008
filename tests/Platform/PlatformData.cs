using ClickDeploy.Clients.Caddy;
using ClickDeploy.Processes;
using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Tests.Shared.Processes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Tests.Platform;

/// <summary>What a platform keeps on this machine, looked at from outside, whether or not it runs.</summary>
internal sealed class PlatformData(string folder)
{
    // The runtime's own tables and blobs: histories stay when what they tell of is gone.
    private const string Runtime = "clickdeploy";

    // What a look at a repository found belongs to no project, and goes by itself after minutes.
    private const string Inspections = "inspections";

    /// <summary>The instances that have a folder, running or not.</summary>
    public IReadOnlyList<string> Instances => Folders("instances");

    /// <summary>The instances that have a process.</summary>
    public IReadOnlyList<string> RunningInstances =>
        [.. Instances.Where(id => Leftovers.Processes(Path.Combine(folder, "instances", id)).Any())];

    public IReadOnlyList<string> Jobs => Folders("jobs");

    public IReadOnlyList<string> Builds => Folders("builds");

    /// <summary>By deployment.</summary>
    public IReadOnlyList<string> Releases => [.. Folders("releases").SelectMany(service => Folders(Path.Combine("releases", service)))];

    public Task<IReadOnlyDictionary<string, Route>> Routes() =>
        new RouteDirectory(Options.Create(new CaddyOptions { DataDirectory = folder })).List();

    /// <summary>Processes, folders and control groups of workloads, builds, releases, routes, rows and blobs; empty when nothing at all is left.</summary>
    public async Task<IReadOnlyList<string>> Left() =>
    [
        .. Leftovers.Of(folder),
        .. Builds.Select(build => $"build {build}"),
        .. Folders("releases").Select(service => $"release of {service}"),
        .. (await Routes()).Keys.Select(host => $"route {host}"),
        .. Read("SELECT tbl, pk, rk FROM rows", row => (Table: row.GetString(0), Row: $"{Key(row, 1)} / {Key(row, 2)}"))
            .Where(row => !row.Table.StartsWith(Runtime, StringComparison.Ordinal) && row.Table != Inspections).Select(row => $"row {row.Table} {row.Row}"),
        .. Read("SELECT container, name FROM blobs", row => (Container: row.GetString(0), Name: Key(row, 1)))
            .Where(blob => !blob.Container.StartsWith(Runtime, StringComparison.Ordinal)).Select(blob => $"blob {blob.Container}/{blob.Name}"),
    ];

    /// <summary>Fails with what is left when that does not become nothing.</summary>
    public Task NothingIsLeft() => Eventually.Is(async () => string.Join('\n', await Left()), left => left.Length == 0, $"\"Nothing is left of {folder}\"");

    /// <summary>No orchestration runs or waits.</summary>
    public bool IsIdle => !Rows(Runtime + "index").Any(row => row.StartsWith("active / ", StringComparison.Ordinal));

    /// <summary>The rows of a table of the SQLite file, as <c>partition / key</c>.</summary>
    public IReadOnlyList<string> Rows(string table) =>
        [.. Read("SELECT tbl, pk, rk FROM rows", row => (Table: row.GetString(0), Row: $"{Key(row, 1)} / {Key(row, 2)}")).Where(row => row.Table == table).Select(row => row.Row)];

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

    private static string Key(SqliteDataReader row, int column) => KeyCodec.Decode(row.GetFieldValue<byte[]>(column));

    private IReadOnlyList<string> Folders(string place)
    {
        var path = Path.Combine(folder, place);
        return Directory.Exists(path) ? [.. Directory.EnumerateDirectories(path).Select(found => Path.GetFileName(found)).Where(name => name[0] != '.').Order(StringComparer.Ordinal)] : [];
    }
}
