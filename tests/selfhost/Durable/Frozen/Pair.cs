using System.Globalization;
using ClickDeploy.SelfHost.Durable;
using ClickDeploy.SelfHost.Durable.Rows;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Azure;
using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Tests.Shared.Processes;
using ClickDeploy.Tests.Simulation.World;
using Microsoft.Data.Sqlite;

namespace ClickDeploy.Tests.SelfHost.Durable.Frozen;

/// <summary>Two processes on one store, under load.</summary>
internal sealed class Pair : IAsyncDisposable
{
    // The web server's own remarks on a process that stood still are none of ours.
    private const string Ours = "\"category\":\"ClickDeploy.";
    private static readonly string[] ComplaintLevels = ["\"level\":\"warn\"", "\"level\":\"error\"", "\"level\":\"fatal\""];
    private static readonly string[] Expected = ["was lost: everything in memory is dropped", "The store does not answer; the hub"];

    // Its own: the facts share an account.
    private readonly DurableOptions _options = new() { HubName = $"frozen{Guid.NewGuid():N}"[..32] };
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("frozen-");
    private readonly Dictionary<string, string> _settings;
    private readonly List<HubProcess> _all = [];
    private readonly HashSet<string> _finished = new(StringComparer.Ordinal);
    private readonly IStorage _store;

    /// <param name="account">Null: SQLite.</param>
    public Pair(string? account, int leaseSeconds, TimeSpan pace, Random random)
    {
        Database = account is null ? Path.Combine(_folder.FullName, "test.db") : null;
        _store = account is null ? SqliteStorage.Open(Database!, TimeProvider.System) : AzureStorage.Connect(account, TimeProvider.System);
        _settings = new()
        {
            [account is null ? "DATABASE_URL" : "AzureWebJobsStorage"] = account ?? "sqlite://" + Database,
            ["EFFECTS"] = Path.Combine(_folder.FullName, "effects"),
            ["LEASE_SECONDS"] = leaseSeconds.ToString(CultureInfo.InvariantCulture),
        };
        File.WriteAllText(Path.Combine(_folder.FullName, "host.json"), $$"""{ "version": "2.0", "extensions": { "http": { "routePrefix": "" }, "durableTask": { "hubName": "{{_options.HubName}}" } } }""");
        Load = new Load(pace, () => Running, random);
    }

    public string Name => Database is null ? "Azurite" : "SQLite";

    public Load Load { get; }

    public IReadOnlyList<HubProcess> All
    {
        get
        {
            lock (_all)
                return [.. _all];
        }
    }

    /// <summary>What the processes complained of, but for the loss of the hub and a file that another one had locked.</summary>
    public IEnumerable<string> Complaints => All.SelectMany(process => process.Lines).Where(line => line.Contains(Ours, StringComparison.Ordinal) && ComplaintLevels.Any(line.Contains) && !Expected.Any(line.Contains));

    private string? Database { get; }

    private IReadOnlyList<HubProcess> Running => [.. All.Where(process => process.IsRunning)];

    public async Task<HubProcess> Start(string name)
    {
        var process = new HubProcess(name, _settings);
        try
        {
            await process.Start();
        }
        finally
        {
            lock (_all)
                _all.Add(process);
        }

        return process;
    }

    /// <summary>Its histories now, children too.</summary>
    public Task<Records> Read() => Records.Read(_store, _options, [.. Load.Promised, .. Load.InDoubt]);

    /// <summary>Waits until some more of them are finished than now.</summary>
    public async Task Progress(string what)
    {
        await Look();
        var goal = _finished.Count + 3;
        await Eventually.Is(Look, _ => _finished.Count >= goal, what);
    }

    /// <summary>Not in the middle of a commit to the file: then nobody else could write to it, whoever has the hub.</summary>
    public async Task FreezeOutsideACommit(HubProcess process)
    {
        await process.Freeze();
        while (!await MayWrite())
        {
            // Long enough to end its commit, also on a busy machine.
            process.Thaw();
            await Task.Delay(Random.Shared.Next(20, 300));
            await process.Freeze();
        }
    }

    /// <summary>Ends the load, waits until all is done, and looks at all that is there.</summary>
    /// <returns>What does not fit.</returns>
    public async Task<IReadOnlyList<string>> Judge()
    {
        await Load.End();
        var told = new HashSet<string>(StringComparer.Ordinal);
        await Eventually.Is(Tell, open => open.Length == 0, "The end of all instances");

        var records = await Records.Read(_store, _options, [.. Load.Promised, .. told]);
        var wrong = records.Contradictions(File.ReadLines(_settings["EFFECTS"]).ToHashSet(StringComparer.Ordinal)).ToList();
        wrong.AddRange(Load.Promised.Except(records.Ids).Select(id => $"{id} was promised and is not there"));
        // The index is left out: what nobody finished there goes a minute later, as the simulation shows.
        await Eventually.Is(Remains, left => left.Length == 0, "The end of what is to be told");
        return wrong;

        // A start that nobody answered may have happened, or still happen: then it waits for its event.
        async Task<string> Tell()
        {
            var open = await Look();
            foreach (var id in open.Intersect(Load.InDoubt).Where(told.Add))
                await Load.Ask("go/" + id);
            return string.Join(' ', open);
        }

        async Task<string> Remains() => string.Join('\n', (await SimRemains.Of(_options.HubName, (IStorageExport)_store)).Disorder()
            .Where(line => !line.StartsWith("left in the ", StringComparison.Ordinal) && !Load.InDoubt.Any(id => line.StartsWith(id + " ", StringComparison.Ordinal))));
    }

    public async ValueTask DisposeAsync()
    {
        await Load.DisposeAsync();
        foreach (var process in All)
            await process.DisposeAsync();
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <returns>Those that are there and not finished.</returns>
    private async Task<IReadOnlyList<string>> Look()
    {
        var patience = new CallPatience(TimeProvider.System, _options, CancellationToken.None);
        var instances = new InstanceStore(_store, _options);
        var open = new List<string>();
        foreach (var id in Load.Promised.Concat(Load.InDoubt).Except(_finished).ToList())
        {
            if (await instances.Get(id, patience) is not { } stored)
                continue;
            if (stored.Row.IsFinished)
                _finished.Add(id);
            else
                open.Add(id);
        }

        return open;
    }

    private async Task<bool> MayWrite()
    {
        if (Database is null)
            return true;
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Database, Pooling = false, DefaultTimeout = 1 }.ToString());
        await connection.OpenAsync();
        try
        {
            using var begin = connection.CreateCommand();
            begin.CommandText = "BEGIN IMMEDIATE; ROLLBACK";
            await begin.ExecuteNonQueryAsync();
            return true;
        }
        catch (SqliteException)
        {
            return false;
        }
    }
}
