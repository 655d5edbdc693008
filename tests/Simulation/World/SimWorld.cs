using System.Text.Json;
using ClickDeploy.SelfHost.Durable;
using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Tests.Simulation.Programs;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.Simulation.World;

/// <summary>A seed's world: a store, a clock, processes that die and come back, and users; run to its end, and looked at.</summary>
public sealed class SimWorld : IAsyncDisposable
{
    private const string Hub = "sim";
    private const int MaxCallbacks = 6_000_000;
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(30);

    private readonly Random _random;
    private readonly SimScheduler _scheduler;
    private readonly SqliteStorage _store;
    private readonly SimContext _driver;
    private readonly SeededFaults _faults;
    private readonly SimCluster _cluster;
    private readonly SimUsers _users;

    public SimWorld(int seed)
    {
        _random = new Random(seed);
        Clock = new SimClock();
        _scheduler = new SimScheduler(_random);
        _store = SqliteStorage.InMemory(Clock);
        _driver = _scheduler.NewContext();
        var functions = new SimFunctions(Clock, _random);
        Checker = new SimChecker(
            Hub,
            (input, result) => functions.Gave(Key(input), JsonSerializer.Deserialize<string>(result!)!),
            blob => _store.Blobs(Hub + "histories").Read(blob).GetAwaiter().GetResult()!);
        // One in five seeds is calm: there the order alone is shuffled.
        var calm = _random.Next(5) == 0;
        _faults = new SeededFaults(_random, calm ? 0 : 0.04 * _random.NextDouble(), calm ? 0 : 0.06 * _random.NextDouble(), 0.3 * _random.NextDouble(), calm ? 0 : 0.02 * _random.NextDouble())
        {
            KillsLeft = _random.Next(8),
        };
        _cluster = new SimCluster(
            _random,
            _scheduler,
            Clock,
            functions.Registry(),
            Options(_random),
            (process, kill) => new SimStorage(_store, Clock, _faults, process, kill, Checker.Committed),
            hosts: _random.Next(3) == 0 ? 2 : 1,
            processes: _random.Next(3) == 0 ? 1 : 2);
        _users = new SimUsers(_random, Clock, _cluster, functions, Checker);
    }

    public SimClock Clock { get; }

    public SimChecker Checker { get; }

    public int Callbacks => _scheduler.Executed;

    public SimTally Tally => new(
        Checker.Steps, _cluster.Kills, _cluster.Stops, Checker.TakeOvers, _faults.Outages, _faults.LostAnswers, _faults.Delays, _users.Rewinds, _users.Restarts, _users.Purges);

    /// <summary>Runs the seed to its end and returns what was wrong; empty when nothing was.</summary>
    public List<string> Run()
    {
        var wrong = new List<string>();
        var drive = _driver.Run(Drive);
        if (!Pump(() => drive.IsCompleted))
        {
            wrong.Add($"stuck at {Clock.GetUtcNow():O}: {Stuck()}");
        }
        else if (drive.IsFaulted)
        {
            wrong.Add($"the users failed: {drive.Exception!.InnerException}");
        }
        else
        {
            wrong.AddRange(Settle());
        }

        wrong.AddRange(_users.Wrong);
        wrong.AddRange(Checker.Violations);
        return wrong;
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private static Action<DurableOptions> Options(Random random)
    {
        var liveBytes = random.Next(3) switch { 0 => 0, 1 => 20_000, _ => 10_000_000 };
        var messages = random.Next(3) == 0 ? random.Next(1, 4) : 90;
        var parkAfter = TimeSpan.FromSeconds(random.Next(1, 60));
        var rowBytes = random.Next(4) == 0 ? 300 : 900 * 1024;
        return options =>
        {
            options.HubName = Hub;
            options.MaxLiveBytes = liveBytes;
            options.MaxMessagesPerStep = messages;
            options.ParkAfter = parkAfter;
            options.MaxRowBytes = rowBytes;
            options.MaxActivities = messages;
        };
    }

    private async Task Drive()
    {
        var users = _users.Live();
        // Restarts come from here; kills come from the store's borders.
        while (!users.IsCompleted)
        {
            await Task.WhenAny(users, Task.Delay(TimeSpan.FromMilliseconds(_random.Next(1, 4_000)), Clock));
            if (_random.Next(60) == 0)
            {
                await _cluster.StopOne();
            }

            _cluster.Restart();
        }

        await users;
    }

    private bool Pump(Func<bool> isOver)
    {
        var idle = 0;
        while (!isOver())
        {
            if (_scheduler.Executed > MaxCallbacks || Checker.Violations.Count > 20)
            {
                return false;
            }

            if (_scheduler.RunOne())
            {
                idle = 0;
            }
            else if (!Clock.AdvanceToNext() && ++idle > 3)
            {
                return false;
            }
        }

        return true;
    }

    private List<string> Settle()
    {
        _faults.IsQuiet = true;
        _cluster.Restart();
        var until = Clock.GetUtcNow() + Settling;
        // Ticks, so that time passes even when no timer is set.
        var ticks = _driver.Run(async () =>
        {
            while (Clock.GetUtcNow() < until)
            {
                await Task.Delay(TimeSpan.FromSeconds(30), Clock);
            }
        });
        Pump(() => ticks.IsCompleted);
        var list = _driver.Call(() => _users.List(new OrchestrationQuery()));
        if (!Pump(() => list.IsCompleted))
        {
            return [$"stuck at {Clock.GetUtcNow():O}, after the end: {Stuck()}"];
        }

        var remains = SimRemains.Of(Hub, _store).GetAwaiter().GetResult();
        List<string> wrong = [.. remains.Disorder()];
        List<string> there = [.. remains.Instances.OrderBy(one => one.Value.CreatedAt).ThenBy(one => one.Key, StringComparer.Ordinal).Select(one => one.Key)];
        if (!list.Result.Select(one => one.Id).SequenceEqual(there))
        {
            wrong.Add($"the list is {string.Join(' ', list.Result.Select(one => one.Id))}, but there are {string.Join(' ', there)}");
        }

        foreach (var life in _users.Lives.Values)
        {
            if (!remains.Instances.TryGetValue(life.Id, out var row))
            {
                wrong.AddRange(life.IsPurged ? [] : [$"{life.Id} was lost"]);
            }
            else if (life.IsPurged || !life.Fits(row.Status, remains.Outcome(life.Id)))
            {
                wrong.Add($"{life.Id}, life {life.Number}, ended as {remains.Outcome(life.Id)}, not as {(life.IsPurged ? "purged" : life.Expected)}");
            }
        }

        var twins = remains.Instances.Where(one => one.Value.Parent is null && !_users.Lives.ContainsKey(one.Key)).Select(one => remains.Outcome(one.Key));
        wrong.AddRange(twins.Where(outcome => !_users.Twins.Contains(outcome)).Select(outcome => $"a restarted one ended as {outcome}"));
        return wrong;
    }

    private string Stuck()
    {
        var remains = SimRemains.Of(Hub, _store).GetAwaiter().GetResult();
        return string.Join("; ", remains.Instances.Where(one => !one.Value.IsFinished).Select(one => $"{one.Key} {one.Value.Status}: {string.Join(',', Checker.Events(one.Key))}"))
            + $"; {_scheduler.Executed} callbacks, {Tally}; {string.Join(' ', remains.Disorder())}";
    }

    private static string Key(string? input)
    {
        using var json = JsonDocument.Parse(input!);
        return json.RootElement.ValueKind == JsonValueKind.String ? json.RootElement.GetString()! : json.RootElement.GetProperty("Key").GetString()!;
    }
}
