using ClickDeploy.SelfHost.Durable;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Tests.Simulation.Programs;
using ClickDeploy.Tests.Simulation.World;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.Simulation;

/// <summary>One orchestration that uses everything, with one thing going wrong at its n-th call of the store, for every n.</summary>
public sealed class BorderTests
{
    private const string Hub = "border";

    private static readonly SimProgram Program = new SimProgram.Seq(
    [
        new SimProgram.Act("a"),
        new SimProgram.All([new SimProgram.Act("b"), new SimProgram.Child("border.child", new SimProgram.Seq([new SimProgram.Act("c"), new SimProgram.Mark("m")])), new SimProgram.Pause(700)]),
        new SimProgram.Tell("t"),
        new SimProgram.Retry("r", 1, 3),
        new SimProgram.Await("e"),
        new SimProgram.Child("border.strict", new SimProgram.Seq([new SimProgram.Act("d"), new SimProgram.Mend("b")]), Strict: true),
        new SimProgram.Act("z"),
    ]);

    // What is restarted and purged is short, so that the ladder is too.
    private static readonly SimProgram Short = new SimProgram.Child("border.again", new SimProgram.Act("x"));

    [Fact]
    [Trait("Speed", "Slow")]
    public Task Kill_AtEveryBorder_EndsTheSame() => AtEvery(Fault.Kill);

    [Fact]
    [Trait("Speed", "Slow")]
    public Task LostAnswer_AtEveryCall_EndsTheSame() => AtEvery(Fault.LostAnswer);

    [Fact]
    [Trait("Speed", "Slow")]
    public Task Outage_AtEveryCall_EndsTheSame() => AtEvery(Fault.Outage);

    private static async Task AtEvery(Fault fault)
    {
        foreach (var isAgain in (bool[])[false, true])
        {
            var n = 0;
            for (; ; n++)
            {
                var faults = new FaultAt(fault, n);
                var wrong = await Run(faults, isAgain);
                Assert.True(wrong.Count == 0, $"{fault} at {n} ({faults.Where}): {string.Join("; ", wrong)}");
                if (faults.Where is null)
                {
                    break;
                }
            }

            // The ladder has steps, or it shows nothing.
            Assert.InRange(n, 40, 2_000);
        }
    }

    private static async Task<List<string>> Run(FaultAt faults, bool isAgain)
    {
        var program = isAgain ? Short : Program;
        var random = new Random(1);
        var clock = new SimClock();
        var scheduler = new SimScheduler(random);
        var functions = new SimFunctions(clock, random);
        await using var store = SqliteStorage.InMemory(clock);
        var checker = new SimChecker(Hub, static (_, _) => true, _ => throw new InvalidOperationException("no blob is expected"));
        var host = new SimHost("host");
        var pid = 0;
        SimProcess? process = null;
        Start();

        var starting = new StartOrchestrationOptions("border") { DedupeStatuses = ["Completed", "Failed", "Terminated"] };
        Insist(client => client.ScheduleNewOrchestrationInstanceAsync("Interpret", new SimPlan(program), starting));
        var wrong = new List<string>();
        if (isAgain)
        {
            Again();
        }
        else
        {
            Rewound();
        }

        // The list forgets what a dead process has left when it is looked at, in a while.
        Rest(15);
        Insist(async client => await client.GetAllInstancesAsync().CountAsync());
        var remains = await SimRemains.Of(Hub, store);
        wrong.AddRange(remains.Disorder().Concat(isAgain ? remains.Instances.Keys.Select(id => $"{id} was not purged") : []));
        wrong.AddRange(checker.Violations);
        return wrong;

        void Rewound()
        {
            Insist(client => client.RaiseEventAsync("border", "e", "e"));
            Insist(client => client.WaitForInstanceCompletionAsync("border"));
            functions.Mend(program);
            var failed = See().LastUpdatedAt;
            Insist(client => client.RewindInstanceAsync("border", "mended"));
            Insist(async client =>
            {
                // Another process than the holder only leaves word.
                while ((await client.GetInstanceAsync("border"))!.LastUpdatedAt <= failed)
                {
                    await Task.Delay(TimeSpan.FromSeconds(1), clock);
                }
            });
            End();
        }

        void Again()
        {
            End();
            Insist(client => client.RestartAsync("border"));
            End();
            Insist(client => client.PurgeInstanceAsync("border", new PurgeInstanceOptions(Recursive: true)));
        }

        void End()
        {
            Insist(client => client.WaitForInstanceCompletionAsync("border"));
            if (See() is { } end && end.SerializedOutput != $"\"{program.Evaluate()}\"")
            {
                wrong.Add($"it ended as {end.RuntimeStatus} {end.SerializedOutput}");
            }
        }

        void Rest(int minutes)
        {
            var until = clock.GetUtcNow().AddMinutes(minutes);
            while (clock.GetUtcNow() < until)
            {
                Turn();
            }
        }

        void Start()
        {
            process = new SimProcess(
                host,
                ++pid,
                scheduler,
                owner => new SimStorage(store, clock, faults, owner.Context, owner.Kill, checker.Committed),
                clock,
                functions.Registry(),
                options =>
                {
                    // One process after the other: long waits are not filled with renewals.
                    (options.HubName, options.LeaseDuration, options.LeaseRenewal, options.LookInterval) = (Hub, TimeSpan.FromHours(1), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(3));
                },
                null);
            process.Start();
        }

        OrchestrationMetadata See() => (OrchestrationMetadata)Insist(client => client.GetInstanceAsync("border", true).ContinueWith(seen => (object?)seen.Result, TaskScheduler.Default))!;

        // Repeats a call on whatever process lives until it is answered.
        object? Insist(Func<DurableTaskClient, Task> call)
        {
            while (true)
            {
                var owner = process!;
                object? result = null;
                var done = owner.Context.Run(async () =>
                {
                    var task = call(owner.Client);
                    await task;
                    result = (task as Task<object?>)?.Result;
                });
                while (!done.IsCompleted && owner.IsAlive)
                {
                    Turn();
                }

                if (done.IsCompletedSuccessfully || done.Exception?.InnerException is InvalidOperationException { Message: var said } && (said.Contains("already exists", StringComparison.Ordinal) || said.Contains("Cannot rewind", StringComparison.Ordinal) || said.Contains("Cannot raise", StringComparison.Ordinal)))
                {
                    return result;
                }

                // A purge may come while one of them has something to tell still.
                if (done.Exception?.InnerException is { } failure and not StorageUnavailableException && !failure.Message.Contains("again in a moment", StringComparison.Ordinal))
                {
                    throw failure;
                }

                if (!owner.IsAlive)
                {
                    Start();
                }
            }
        }

        void Turn()
        {
            if (!scheduler.RunOne() && !clock.AdvanceToNext())
            {
                Assert.True(process is { IsAlive: false }, "nothing is to be done, and it has not ended");
            }

            if (process is { IsAlive: false })
            {
                Start();
            }
        }
    }

    private enum Fault
    {
        Kill,
        LostAnswer,
        Outage,
    }

    private sealed class FaultAt(Fault fault, int n) : SimFaults
    {
        private int _seen;

        /// <summary>Where it happened; null when there were fewer calls.</summary>
        public string? Where { get; private set; }

        public override bool FailsBefore(string call) => fault == Fault.Outage && IsNow(call);

        public override bool LosesAnswer(string call) => fault == Fault.LostAnswer && IsNow(call);

        public override bool Kills(string border) => fault == Fault.Kill && IsNow(border);

        private bool IsNow(string where)
        {
            if (_seen++ != n)
            {
                return false;
            }

            Where = where;
            return true;
        }
    }
}
