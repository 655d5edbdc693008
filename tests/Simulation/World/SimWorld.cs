using System.Text.Json;
using ClickDeploy.SelfHost.Durable;
using ClickDeploy.SelfHost.Durable.Rows;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Tests.Simulation.Programs;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.Simulation.World;

/// <summary>A seed's world: a store, a clock, processes that die and come back, orchestrations, and somebody who starts them and raises their events.</summary>
public sealed class SimWorld : IAsyncDisposable
{
    private const string Hub = "sim";
    private const int MaxCallbacks = 3_000_000;
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(30);

    private readonly Random _random;
    private readonly SimScheduler _scheduler;
    private readonly SqliteStorage _store;
    private readonly SimFunctions _functions;
    private readonly DurableRegistry _registry;
    private readonly SimContext _driver;
    private readonly SeededFaults _faults;
    private readonly List<SimProcess?> _processes = [];
    private readonly List<SimHost> _hosts = [];
    private readonly Action<DurableOptions> _options;
    private readonly Dictionary<string, SimProgram> _programs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _terminated = new(StringComparer.Ordinal);
    private readonly HashSet<string> _over = new(StringComparer.Ordinal);
    private int _pids;

    public SimWorld(int seed)
    {
        _random = new Random(seed);
        Clock = new SimClock();
        _scheduler = new SimScheduler(_random);
        _store = SqliteStorage.InMemory(Clock);
        _functions = new SimFunctions(Clock, _random);
        _registry = _functions.Registry();
        _driver = _scheduler.NewContext();
        Checker = new SimChecker(
            Hub,
            (input, result) => _functions.Gave(Key(input), JsonSerializer.Deserialize<string>(result!)!),
            blob => _store.Blobs(Hub + "histories").Read(blob).GetAwaiter().GetResult()!);
        // One in five seeds is calm: there the order alone is shuffled.
        var calm = _random.Next(5) == 0;
        _faults = new SeededFaults(_random, calm ? 0 : 0.04 * _random.NextDouble(), calm ? 0 : 0.06 * _random.NextDouble(), 0.3 * _random.NextDouble(), calm ? 0 : 0.02 * _random.NextDouble())
        {
            KillsLeft = _random.Next(8),
        };
        var liveBytes = _random.Next(3) switch { 0 => 0, 1 => 20_000, _ => 10_000_000 };
        var messages = _random.Next(3) == 0 ? _random.Next(1, 4) : 90;
        var parkAfter = TimeSpan.FromSeconds(_random.Next(1, 60));
        var rowBytes = _random.Next(4) == 0 ? 300 : 900 * 1024;
        _options = options =>
        {
            options.HubName = Hub;
            options.MaxLiveBytes = liveBytes;
            options.MaxMessagesPerStep = messages;
            options.ParkAfter = parkAfter;
            options.MaxRowBytes = rowBytes;
            options.MaxActivities = messages;
        };
        var hosts = _random.Next(3) == 0 ? 2 : 1;
        var processes = _random.Next(2) + 1;
        for (var i = 0; i < hosts; i++)
        {
            _hosts.Add(new SimHost($"host{i}"));
        }

        for (var i = 0; i < processes; i++)
        {
            _processes.Add(null);
        }
    }

    public SimClock Clock { get; }

    public SimChecker Checker { get; }

    public int Kills { get; private set; }

    public int Rewinds { get; private set; }

    public int Callbacks => _scheduler.Executed;

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
            wrong.Add($"the driver failed: {drive.Exception!.InnerException}");
        }
        else
        {
            wrong.AddRange(Settle());
        }

        wrong.AddRange(Checker.Violations);
        return wrong;
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    // ---- what the world does ----

    private async Task Drive()
    {
        for (var i = 0; i < _random.Next(1, 5); i++)
        {
            var id = $"main{i}";
            _programs[id] = new SimPrograms(_random, id).Make(3);
        }

        var doings = new List<Task>();
        foreach (var (id, program) in _programs)
        {
            doings.Add(StartAndWait(id, program));
            foreach (var (instance, name) in Events(id, program))
            {
                doings.Add(Raise(instance, name));
            }

            if (_random.Next(8) == 0)
            {
                doings.Add(Terminate(id));
            }

            if (_random.Next(4) == 0)
            {
                doings.Add(Interrupt(id));
            }
        }

        var all = Task.WhenAll(doings);
        // Restarts come from here; kills come from the store's borders.
        while (!all.IsCompleted)
        {
            await Task.WhenAny(all, Task.Delay(TimeSpan.FromMilliseconds(_random.Next(1, 4_000)), Clock));
            if (_random.Next(20) == 0 && !_faults.IsQuiet && _processes.Find(process => process?.IsAlive == true) is { } one && _random.Next(3) == 0)
            {
                await Task.WhenAny(one.Stop(), Task.Delay(TimeSpan.FromSeconds(20), Clock));
                Kill(one);
            }

            Restart();
        }

        await all;
    }

    private async Task StartAndWait(string id, SimProgram program)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(0, 3_000)), Clock);
        var options = new StartOrchestrationOptions(id, _random.Next(4) == 0 ? Clock.GetUtcNow().AddSeconds(_random.Next(1, 20)) : null)
        {
            DedupeStatuses = ["Completed", "Failed", "Terminated"],
        };
        await Insist(client => client.ScheduleNewOrchestrationInstanceAsync("Interpret", Plan(id, program), options), refused: "already exists");
        await Insist(client => client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true), patience: TimeSpan.FromMinutes(5));
        for (var rewinds = 0; rewinds < 3 && await IsBroken(id, program); rewinds++)
        {
            _functions.Mend(program);
            var failed = (await Ask(client => client.GetInstanceAsync(id)))!.LastUpdatedAt;
            await Insist(client => client.RewindInstanceAsync(id, "mended"), refused: "Cannot rewind");
            // Another process than the holder only leaves word.
            while ((await Ask(client => client.GetInstanceAsync(id)))!.LastUpdatedAt == failed)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), Clock);
            }

            Rewinds++;
            await Insist(client => client.WaitForInstanceCompletionAsync(id), patience: TimeSpan.FromMinutes(5));
        }

        _over.Add(id);
    }

    // Half of those that may do it: one generation for each of its steps.
    private static SimPlan Plan(string id, SimProgram program)
        => program is SimProgram.Seq { Steps: { Count: > 1 } steps } && id[^1] % 2 == 0 ? new SimPlan(steps[0], [.. steps.Skip(1)]) : new SimPlan(program);

    private async Task<bool> IsBroken(string id, SimProgram program)
        => program.Flatten().Any(part => part is SimProgram.Mend) && await Ask(client => client.GetInstanceAsync(id)) is { RuntimeStatus: OrchestrationRuntimeStatus.Failed };

    private async Task Raise(string instance, string name)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(0, 30_000)), Clock);
        // A child may not be there yet, and raising to an unknown id is dropped: so first until it is there, or its parent has ended without it.
        var root = instance.Split('.')[0];
        while (await Ask(client => client.GetInstanceAsync(instance)) is null)
        {
            if (_over.Contains(root))
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500), Clock);
        }

        if (!_programs[root].Flatten().Any(part => part is SimProgram.Mend))
        {
            await Insist(client => client.RaiseEventAsync(instance, name, name), refused: "Cannot raise event");
            return;
        }

        // One that has failed takes no events, nor those that another process has written before, and may go on when it is mended.
        while (!_over.Contains(root) && !Checker.Events(instance).Contains("EventRaised " + name))
        {
            await Insist(client => client.RaiseEventAsync(instance, name, name), refused: "Cannot raise event");
            await Task.Delay(TimeSpan.FromSeconds(30), Clock);
        }
    }

    private async Task Terminate(string id)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(0, 20_000)), Clock);
        if (await Ask(client => client.GetInstanceAsync(id)) is { IsCompleted: false })
        {
            _terminated.Add(id);
            await Insist(client => client.TerminateInstanceAsync(id, new TerminateInstanceOptions("enough", Recursive: true)), refused: "Cannot terminate");
        }
    }

    private async Task Interrupt(string id)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(0, 20_000)), Clock);
        if (await Ask(client => client.GetInstanceAsync(id)) is { IsCompleted: false })
        {
            await Insist(client => client.SuspendInstanceAsync(id, "night"), refused: "Cannot suspend");
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(0, 20_000)), Clock);
            // Another process than the holder only leaves word; what was said twice must not leave it suspended.
            await Insist(client => client.ResumeInstanceAsync(id, "morning"), refused: "Cannot resume");
            while (!_over.Contains(id))
            {
                await Task.Delay(TimeSpan.FromMinutes(2), Clock);
                if (await Ask(client => client.GetInstanceAsync(id)) is { RuntimeStatus: OrchestrationRuntimeStatus.Suspended })
                {
                    await Insist(client => client.ResumeInstanceAsync(id, "morning"), refused: "Cannot resume");
                }
            }
        }
    }

    private IEnumerable<(string Instance, string Name)> Events(string id, SimProgram program) => program switch
    {
        SimProgram.Seq seq => seq.Steps.SelectMany(step => Events(id, step)),
        SimProgram.All all => all.Steps.SelectMany(step => Events(id, step)),
        SimProgram.Child child => Events(child.Id ?? id, child.Program),
        SimProgram.Await wait => [(id, wait.Name)],
        _ => [],
    };

    // ---- calling processes that may die ----

    private Task Insist(Func<DurableTaskClient, Task> call, string refused = "", TimeSpan? patience = null) => Insist(
        async client =>
        {
            await call(client);
            return true;
        },
        refused,
        patience);

    private async Task<T?> Insist<T>(Func<DurableTaskClient, Task<T>> call, string refused = "", TimeSpan? patience = null)
    {
        while (true)
        {
            var alive = _processes.Where(process => process?.IsAlive == true).ToList();
            if (alive.Count > 0)
            {
                var process = alive[_random.Next(alive.Count)]!;
                var result = process.Context.Call(() => call(process.Client));
                await Task.WhenAny(result, Task.Delay(patience ?? TimeSpan.FromMinutes(1), Clock));
                if (result.IsCompletedSuccessfully)
                {
                    return await result;
                }

                switch (result.Exception?.InnerException)
                {
                    case InvalidOperationException refusal when refused.Length > 0 && refusal.Message.Contains(refused, StringComparison.Ordinal):
                        return default;
                    case null or StorageUnavailableException:
                        break;
                    case var failure:
                        throw failure;
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), Clock);
        }
    }

    private Task<T?> Ask<T>(Func<DurableTaskClient, Task<T>> call) => Insist(call);

    private void Restart()
    {
        for (var i = 0; i < _processes.Count; i++)
        {
            if (_processes[i]?.IsAlive == true)
            {
                continue;
            }

            SimProcess? process = null;
            process = new SimProcess(
                _hosts[i % _hosts.Count],
                ++_pids,
                _scheduler,
                owner => new SimStorage(_store, Clock, _faults, owner.Context, () => Kill(owner), Checker.Committed),
                Clock,
                _registry,
                _options,
                null);
            _processes[i] = process;
            process.Start();
        }
    }

    private void Kill(SimProcess process)
    {
        Kills++;
        process.Kill();
    }

    // ---- running, and looking at what is left ----

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
        var wrong = new List<string>();
        var until = Clock.GetUtcNow() + Settling;
        Restart();
        // Ticks, so that time passes even when no timer is set.
        _ = _driver.Run(async () =>
        {
            while (Clock.GetUtcNow() < until)
            {
                await Task.Delay(TimeSpan.FromSeconds(5), Clock);
            }
        });
        Pump(() => Clock.GetUtcNow() >= until || Rows("index", "active").Count == 0 && _processes.TrueForAll(process => process?.Hub.Term?.IsIdle != false));
        wrong.AddRange(Rows("index", "active").Select(row => $"left in the index: {row.Key}"));
        foreach (var (id, program) in _programs)
        {
            wrong.AddRange(Look(id, program));
        }

        return wrong;
    }

    private IEnumerable<string> Look(string id, SimProgram program)
    {
        var row = Rows("instances", id).Find(found => found.Key == Keys.Instance);
        if (row is null)
        {
            yield return $"{id} was lost";
            yield break;
        }

        foreach (var left in Rows("instances", id).Where(found => found.Key.StartsWith(Keys.InboxPrefix, StringComparison.Ordinal) || found.Key.StartsWith(Keys.OutboxPrefix, StringComparison.Ordinal)))
        {
            yield return $"{id} has {left.Key} left";
        }

        var instance = InstanceRow.From(row.Data);
        var expected = Expected(id, program);
        var seen = Outcome(id, instance);
        if (seen != expected && !(instance.Status == OrchestrationRuntimeStatus.Terminated && _terminated.Contains(id)))
        {
            yield return $"{id} ended as {seen}, not as {expected}";
        }

        var day = Keys.CreatedPartition(instance.CreatedAt);
        if (Rows("index", day).Count(listed => listed.Key.EndsWith("|" + id, StringComparison.Ordinal)) != 1)
        {
            yield return $"{id} is not listed exactly once: {instance.Execution} of {instance.CreatedAt.UtcTicks}, but {string.Join(' ', Rows("index", day).Select(listed => $"{listed.Key}={listed.Data.Text("execution")}"))}";
        }
    }

    private static string Expected(string id, SimProgram program)
    {
        try
        {
            return "Completed " + (Plan(id, program) is { Then: { } then } plan ? string.Join(';', then.Prepend(plan.Program).Select(step => step.Evaluate())) : program.Evaluate());
        }
        catch (SimFailure)
        {
            return "Failed";
        }
    }

    private string Outcome(string id, InstanceRow row)
    {
        if (row.Status != OrchestrationRuntimeStatus.Completed)
        {
            return row.Status.ToString();
        }

        var patience = new CallPatience(Clock, new DurableOptions(), CancellationToken.None);
        var options = new DurableOptions();
        _options(options);
        var last = new InstanceStore(_store, options).Steps(id, row.Next - 1, row.Next, patience).GetAwaiter().GetResult()[0];
        var completed = last.Decided.OfType<ClickDeploy.SelfHost.Durable.History.ExecutionCompleted>().Single();
        return $"Completed {JsonSerializer.Deserialize<string>(completed.Result!)}";
    }

    private IEnumerable<string> Instances()
        => _programs.SelectMany(pair => pair.Value.Flatten().OfType<SimProgram.Child>().Select(child => child.Id).OfType<string>().Prepend(pair.Key));

    private List<Row> Rows(string table, string partition)
    {
        var rows = new List<Row>();
        var query = _store.Table(Hub + table).Query(partition, KeyRange.All).GetAsyncEnumerator();
        // The store in memory answers at once.
        while (query.MoveNextAsync().AsTask().GetAwaiter().GetResult())
        {
            rows.Add(query.Current);
        }

        return rows;
    }

    private string Stuck() => string.Join("; ", Instances().Select(id =>
    {
        var row = Rows("instances", id).Find(found => found.Key == Keys.Instance);
        return row is null ? $"{id} absent" : $"{id} {InstanceRow.From(row.Data).Status}: {string.Join(',', Checker.Events(id))}";
    })) + $"; {_scheduler.Executed} callbacks, {Kills} kills; index: {string.Join(' ', Rows("index", "active").Select(row => row.Key))}";

    private static string Key(string? input)
    {
        using var json = JsonDocument.Parse(input!);
        return json.RootElement.ValueKind == JsonValueKind.String ? json.RootElement.GetString()! : json.RootElement.GetProperty("Key").GetString()!;
    }
}
