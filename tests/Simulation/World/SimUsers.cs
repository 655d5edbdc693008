using ClickDeploy.Tests.Simulation.Programs;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.Simulation.World;

/// <summary>Those who start orchestrations, raise their events, interrupt, terminate, rewind, restart, list and purge them; each asks until it is answered.</summary>
public sealed class SimUsers(Random random, SimClock clock, SimCluster cluster, SimFunctions functions, SimChecker checker)
{
    private const string AlreadyExists = "already exists";
    private const int MaxLives = 3;
    private static readonly string[] Ended = ["Completed", "Failed", "Terminated"];
    private static readonly OrchestrationRuntimeStatus[] Unfinished = [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    private readonly List<string> _wrong = [];
    private int _rewindsBegun;

    /// <summary>The last life of each id.</summary>
    public Dictionary<string, SimLife> Lives { get; } = new(StringComparer.Ordinal);

    /// <summary>Instances with ids that the engine made for a restart must give one of these.</summary>
    public HashSet<string> Twins { get; } = new(StringComparer.Ordinal);

    /// <summary>Answers that were not true.</summary>
    public IReadOnlyList<string> Wrong => _wrong;

    public int Rewinds { get; private set; }

    public int Restarts { get; private set; }

    public int Purges { get; private set; }

    public async Task Live()
    {
        var looking = true;
        var look = Look(() => looking);
        await Task.WhenAll(Enumerable.Range(0, random.Next(1, 5)).Select(i => LiveAs($"main{i}")).ToList());
        looking = false;
        await look;
        if (random.Next(4) == 0)
        {
            await Sweep();
        }
    }

    /// <summary>A whole list, page by page.</summary>
    public async Task<List<(DateTimeOffset CreatedAt, string Id)>> List(OrchestrationQuery query) => (await cluster.Insist(
        async client =>
        {
            var all = new List<(DateTimeOffset, string)>();
            await foreach (var page in client.GetAllInstancesAsync(query).AsPages())
            {
                all.AddRange(page.Values.Select(one => (one.CreatedAt, one.InstanceId)));
            }

            return all;
        },
        patience: Long))!;

    private async Task LiveAs(string id)
    {
        for (var life = new SimLife(id, 1, new SimPrograms(random, id).Make(3)); ;)
        {
            Lives[id] = life;
            await Live(life);
            if (life.Number == MaxLives || await Next(life) is not { } next)
            {
                return;
            }

            life = next;
        }
    }

    private async Task Live(SimLife life)
    {
        var doings = new List<Task> { StartAndWait(life) };
        foreach (var (instance, name) in life.Events)
        {
            doings.Add(life.Number == 1 ? Raise(life, instance, name) : KeepRaising(life, instance, name, checker.Execution(instance)));
        }

        if (random.Next(8) == 0)
        {
            doings.Add(Terminate(life));
        }

        if (random.Next(4) == 0)
        {
            doings.Add(Interrupt(life));
        }

        await Task.WhenAll(doings);
    }

    // ---- one life ----

    private async Task StartAndWait(SimLife life)
    {
        await Pause(3);
        await (life.IsRestart ? cluster.Insist(client => client.RestartAsync(life.Id), refused: AlreadyExists) : Start(life));
        await Wait(life);
        for (var rewinds = 0; rewinds < 3 && await IsBroken(life); rewinds++)
        {
            functions.Mend(life.Program);
            var failed = (await See(life.Id))!.LastUpdatedAt;
            _rewindsBegun++;
            await cluster.Insist(client => client.RewindInstanceAsync(life.Id, "mended"), refused: "Cannot rewind");
            // Another process than the holder only leaves word.
            while ((await See(life.Id))!.LastUpdatedAt == failed)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), clock);
            }

            Rewinds++;
            await Wait(life);
        }

        life.IsOver = true;
    }

    private Task Start(SimLife life)
    {
        var options = new StartOrchestrationOptions(life.Id, random.Next(4) == 0 ? clock.GetUtcNow().AddSeconds(random.Next(1, 20)) : null)
        {
            // The first one is asked for until it is there; it may have ended before the answer comes through.
            DedupeStatuses = life.Number == 1 ? Ended : [],
        };
        return cluster.Insist(client => client.ScheduleNewOrchestrationInstanceAsync("Interpret", life.Plan, options), refused: AlreadyExists);
    }

    private Task Wait(SimLife life) => cluster.Insist(client => client.WaitForInstanceCompletionAsync(life.Id, getInputsAndOutputs: true), patience: Long);

    private async Task<bool> IsBroken(SimLife life) => life.MayBreak && await See(life.Id) is { RuntimeStatus: OrchestrationRuntimeStatus.Failed };

    private async Task Raise(SimLife life, string instance, string name)
    {
        await Pause(30);
        // A child may not be there yet, and raising to an unknown id is dropped: so first until it is there, or its parent has ended without it.
        while (await See(instance) is null)
        {
            if (life.IsOver)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500), clock);
        }

        if (!life.MayBreak)
        {
            await cluster.Insist(client => client.RaiseEventAsync(instance, name, name), refused: "Cannot raise event");
            return;
        }

        // One that has failed takes no events, nor those that another process has written before, and may go on when it is mended.
        await KeepRaising(life, instance, name, before: null);
    }

    // While the execution before is there, an event is refused, or goes the way of that one.
    private async Task KeepRaising(SimLife life, string instance, string name, string? before)
    {
        for (; !life.IsOver; await Task.Delay(TimeSpan.FromSeconds(30), clock))
        {
            if ((checker.Execution(instance) == before && before is not null) || !checker.Events(instance).Contains("EventRaised " + name))
            {
                await cluster.Insist(client => client.RaiseEventAsync(instance, name, name), refused: "Cannot raise event");
            }
        }
    }

    private async Task Terminate(SimLife life)
    {
        await Pause(20);
        if (await See(life.Id) is { IsCompleted: false })
        {
            life.IsTerminated = true;
            await cluster.Insist(client => client.TerminateInstanceAsync(life.Id, new TerminateInstanceOptions("enough", Recursive: true)), refused: "Cannot terminate");
        }
    }

    private async Task Interrupt(SimLife life)
    {
        await Pause(20);
        if (await See(life.Id) is { IsCompleted: false })
        {
            await cluster.Insist(client => client.SuspendInstanceAsync(life.Id, "night"), refused: "Cannot suspend");
            await Pause(20);
            // Another process than the holder only leaves word; what was said twice must not leave it suspended.
            await cluster.Insist(client => client.ResumeInstanceAsync(life.Id, "morning"), refused: "Cannot resume");
            for (; !life.IsOver; await Task.Delay(TimeSpan.FromMinutes(2), clock))
            {
                if (await See(life.Id) is { RuntimeStatus: OrchestrationRuntimeStatus.Suspended })
                {
                    await cluster.Insist(client => client.ResumeInstanceAsync(life.Id, "morning"), refused: "Cannot resume");
                }
            }
        }
    }

    // ---- after it ----

    private async Task<SimLife?> Next(SimLife life)
    {
        switch (random.Next(8))
        {
            case 0 when !life.IsTerminated:
                Restarts++;
                return new SimLife(life.Id, life.Number + 1, life.Program, isRestart: true);
            case 1 when !life.IsTerminated && life.MayHaveTwin && life.Expected != "Failed":
                Restarts++;
                Twins.Add(life.Expected);
                await cluster.Insist(client => client.RestartAsync(life.Id, restartWithNewInstanceId: true));
                return null;
            case 2 or 3:
                await Purge(life, random.Next(2) == 0);
                return random.Next(2) == 0 ? Another(life) : null;
            case 4:
                await TryRefused(life);
                return Another(life);
            default:
                return null;
        }
    }

    private SimLife Another(SimLife life)
        => new(life.Id, life.Number + 1, new SimPrograms(random, $"{life.Id}.{life.Number + 1}").Make(2));

    private async Task Purge(SimLife life, bool recursive)
    {
        Purges++;
        // One call after the other: what is given up, and acts later, would purge what comes next.
        await cluster.Insist(client => client.PurgeInstanceAsync(life.Id, new PurgeInstanceOptions(recursive)), again: "urge", patience: TimeSpan.FromHours(1));
        life.IsPurged = true;
        if (await See(life.Id) is { } left)
        {
            _wrong.Add($"{life.Id} was purged, and is {left.RuntimeStatus}");
        }
    }

    private async Task TryRefused(SimLife life)
    {
        var options = new StartOrchestrationOptions(life.Id) { DedupeStatuses = Ended };
        if (await cluster.Insist(client => client.ScheduleNewOrchestrationInstanceAsync("Interpret", life.Plan, options), refused: AlreadyExists) is not null)
        {
            _wrong.Add($"{life.Id} was started again, and that was to be refused");
        }
    }

    // Everything that has ended, until there is nothing of the kind.
    private async Task Sweep()
    {
        OrchestrationRuntimeStatus[] ended = [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated];
        var (recursive, left) = (random.Next(2) == 0, new List<string>());
        for (var tries = 0; tries == 0 || (left.Count > 0 && tries < 20); tries++)
        {
            var filter = new PurgeInstancesFilter(null, clock.GetUtcNow(), ended);
            await cluster.Insist(client => client.PurgeAllInstancesAsync(filter, new PurgeInstanceOptions(recursive)), patience: TimeSpan.FromHours(1));
            left = [.. (await List(new OrchestrationQuery(Statuses: ended))).Select(one => one.Id)];
            await Task.Delay(TimeSpan.FromSeconds(30), clock);
        }

        _wrong.AddRange(left.Select(id => $"{id} is not swept away"));
        foreach (var life in Lives.Values)
        {
            Purges++;
            life.IsPurged = true;
        }
    }

    private async Task Look(Func<bool> goesOn)
    {
        while (goesOn())
        {
            await Pause(60);
            var query = new OrchestrationQuery(InstanceIdPrefix: random.Next(2) == 0 ? "main" : null, PageSize: random.Next(1, 6), Statuses: random.Next(2) == 0 ? Unfinished : null);
            var (before, rewinds) = (await UnderWay(), _rewindsBegun);
            var list = await List(query);
            // What failed and was rewound between was not under way all the time.
            if (rewinds == _rewindsBegun)
            {
                _wrong.AddRange(before.Intersect(await UnderWay()).Except(list).Select(one => $"a list lacks {one}, and has {string.Join(' ', list)}"));
            }

            // One that is started anew meanwhile may come again, by its new time.
            if (!list.SequenceEqual(list.Distinct().OrderBy(one => one.CreatedAt).ThenBy(one => one.Id, StringComparer.Ordinal)) || !list.TrueForAll(one => one.Id.StartsWith(query.InstanceIdPrefix ?? "", StringComparison.Ordinal)))
            {
                _wrong.Add($"a list has {string.Join(' ', list)}");
            }
        }
    }

    private async Task<List<(DateTimeOffset CreatedAt, string Id)>> UnderWay()
    {
        var seen = await Task.WhenAll(Lives.Keys.Select(See));
        return [.. seen.OfType<OrchestrationMetadata>().Where(one => Unfinished.Contains(one.RuntimeStatus)).Select(one => (one.CreatedAt, one.InstanceId))];
    }

    private Task<OrchestrationMetadata?> See(string id) => cluster.Insist(client => client.GetInstanceAsync(id));

    private Task Pause(int seconds) => Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, seconds * 1_000)), clock);
}
