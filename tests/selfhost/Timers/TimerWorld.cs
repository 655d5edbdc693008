using ClickDeploy.SelfHost.Functions;
using ClickDeploy.SelfHost.Timers;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Tests.Shared.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;

namespace ClickDeploy.Tests.SelfHost.Timers;

/// <summary>Processes that run one timer on one store and one clock, all on the test's own thread.</summary>
internal sealed class TimerWorld : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 10, 0, 30, TimeSpan.Zero);

    private readonly IStorage _storage;

    public TimerWorld()
    {
        Clock = new ManualTime(Start);
        _storage = new LostAnswers(SqliteStorage.InMemory(Clock), (call, _) =>
        {
            Calls++;
            return Lose(call);
        });
    }

    public ManualTime Clock { get; }

    /// <summary>Calls that reached the store.</summary>
    public int Calls { get; private set; }

    public Func<string, bool> Lose { get; set; } = _ => false;

    /// <summary>What fired: process, time of day, and whether it was past due.</summary>
    public List<string> Fired { get; } = [];

    public List<ScheduleStatus?> Statuses { get; } = [];

    /// <summary>How long each firing takes.</summary>
    public TimeSpan Takes { get; set; } = TimeSpan.Zero;

    /// <summary>Whether a process holds the engine's lease.</summary>
    public Func<string, bool> IsHolder { get; set; } = _ => true;

    public int Running { get; private set; }

    public int MostRunning { get; private set; }

    /// <summary>Begins a process; it ends when the source is cancelled, at once and without a last word.</summary>
    public CancellationTokenSource Begin(string process, string schedule, bool runOnStartup = false) => OnThisThread(() => BeginHere(process, schedule, runOnStartup));

    /// <summary>Lets the time of day come.</summary>
    public void Until(string timeOfDay) => OnThisThread(() =>
    {
        var end = new DateTimeOffset(Clock.GetUtcNow().Date, TimeSpan.Zero) + TimeSpan.Parse(timeOfDay);
        while (Clock.Step(end))
        {
        }

        return true;
    });

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    // Away from the test framework's context: what the clock wakes goes on at once.
    private static T OnThisThread<T>(Func<T> action)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return action();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private CancellationTokenSource BeginHere(string process, string schedule, bool runOnStartup)
    {
        var death = new CancellationTokenSource();
        var parsed = ScheduleParser.Parse(schedule, out var problem);
        Assert.Null(problem);
        var timer = new TimerFunction(Sample(), parsed!) { Text = schedule, Monitored = ScheduleParser.IsMonitored(parsed!), RunOnStartup = runOnStartup };
        var calendar = new TimerCalendar(parsed!, Clock);
        _ = timer.Monitored
            ? new MonitoredTimer(timer, calendar, new TimerLedger(new Mortal(_storage.Table("timers"), death.Token), "Tick"), Fire, Clock, NullLogger.Instance).Run(death.Token)
            : new UnmonitoredTimer(timer, calendar, Fire, () => IsHolder(process)).Run(death.Token);
        return death;

        async Task Fire(TimerInfo info, CancellationToken stopping)
        {
            Running++;
            MostRunning = Math.Max(MostRunning, Running);
            Fired.Add($"{process} {Clock.GetUtcNow():HH:mm:ss}{(info.IsPastDue ? " past due" : "")}");
            Statuses.Add(info.ScheduleStatus);
            if (Takes > TimeSpan.Zero)
            {
                // A process that dies leaves its firing for ever: the loop does not go on from here.
                await Task.Delay(Takes, Clock, CancellationToken.None);
                await (death.IsCancellationRequested ? new TaskCompletionSource().Task : Task.CompletedTask);
            }

            Running--;
        }
    }

    private static Function Sample()
    {
        var method = typeof(TimerWorld).GetMethod(nameof(Tick), System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)!;
        return new Function(new FoundFunction("Tick", method, method.GetParameters()[0], new TimerTriggerAttribute("")), [invocation => invocation.Trigger]);
    }

    private static void Tick(TimerInfo info) => Assert.NotNull(info);

    /// <summary>A table that a dead process does not reach.</summary>
    private sealed class Mortal(ITable inner, CancellationToken death) : ITable
    {
        public Task<Row?> Get(string partition, string key, CancellationToken cancellation = default) =>
            death.IsCancellationRequested ? new TaskCompletionSource<Row?>().Task : inner.Get(partition, key, cancellation);

        public IAsyncEnumerable<Row> Query(string partition, KeyRange range, CancellationToken cancellation = default) => inner.Query(partition, range, cancellation);

        public Task<CommitResult> Commit(string partition, IReadOnlyList<RowChange> changes, CancellationToken cancellation = default) =>
            death.IsCancellationRequested ? new TaskCompletionSource<CommitResult>().Task : inner.Commit(partition, changes, cancellation);
    }
}
