using ClickDeploy.SelfHost.Durable;
using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.SelfHost.Durable.Hub;
using ClickDeploy.SelfHost.Durable.Read;
using ClickDeploy.SelfHost.Durable.Rows;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Tests.Simulation.World;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Simulation;

/// <summary>Stands around an activity: may run it twice, throw before or after it, or count it.</summary>
/// <param name="call">Which call of any activity this is, from 0.</param>
/// <param name="run">Runs the activity.</param>
public delegate Task<object?> ActivityInterceptor(int call, string name, object? input, Func<Task<object?>> run);

/// <summary>
/// Orchestrations in memory, in milliseconds: the real engine on a store in memory, on the calling thread, with a clock that goes to the next timer
/// whenever nothing else is to be done.
/// </summary>
public sealed class InMemoryDurable : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StoreWork = TimeSpan.FromSeconds(1);

    private readonly SimScheduler _scheduler = new(new Random(0));
    private readonly IStorage _store;
    private readonly SimHost _host = new("host");
    private readonly DurableRegistry _registry = new();
    private readonly Action<DurableOptions> _options;
    private readonly Action<IServiceCollection>? _services;
    private SimProcess _process;
    private int _pid;
    private int _calls;
    private int _running;
    private SimStorage? _storage;

    /// <param name="registry">The functions; hosting's discovery fills one from an assembly.</param>
    /// <param name="services">What activities get from their scope.</param>
    /// <param name="store">A store of another kind, which goes with this. It may be a real one: time stands still while it is asked.</param>
    public InMemoryDurable(
        DurableRegistry registry, Action<IServiceCollection>? services = null, ActivityInterceptor? intercept = null, Action<DurableOptions>? options = null, IStorage? store = null)
    {
        Clock = new SimClock();
        _store = store ?? SqliteStorage.InMemory(Clock);
        _services = services;
        _options = all =>
        {
            // One process has the hub for itself: long waits are not filled with renewals.
            (all.LeaseDuration, all.LeaseRenewal, all.LookInterval) = (TimeSpan.FromDays(4), TimeSpan.FromDays(1), TimeSpan.FromDays(1));
            options?.Invoke(all);
        };
        foreach (var orchestrator in registry.Orchestrators)
        {
            _registry.Add(orchestrator);
        }

        foreach (var activity in registry.Activities)
        {
            _registry.Add(activity with { Body = (provider, context, input, cancellation) => Counted(activity, intercept, provider, context, input, cancellation) });
        }

        _process = NewProcess();
        while (_process.Hub.Term is null)
        {
            Turn();
        }
    }

    public SimClock Clock { get; }

    /// <summary>How long an activity that does nothing visible is taken to be at something real, before the clock moves on.</summary>
    public TimeSpan RealWork { get; init; } = TimeSpan.FromMilliseconds(20);

    public IStorage Store => _store;

    public DurableTaskClient Client => _process.Client;

    public IServiceProvider Services => _process.Services;

    /// <summary>How often an activity was started so far.</summary>
    public int Calls => _calls;

    /// <summary>How often this life of the process called the store.</summary>
    public int StoreCalls => _storage!.Calls;

    internal DurableHub Hub => _process.Hub;

    /// <summary>Starts an orchestration and waits for its end.</summary>
    public OrchestrationMetadata Run(string orchestrator, object? input = null, string? id = null)
        => Await(async () =>
        {
            var instance = await Client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, new StartOrchestrationOptions(id));
            return await Client.WaitForInstanceCompletionAsync(instance, getInputsAndOutputs: true);
        });

    /// <summary>Runs <paramref name="act"/> and everything that it waits for.</summary>
    public T Await<T>(Func<Task<T>> act)
    {
        var began = TimeProvider.System.GetTimestamp();
        Task<T>? task = null;
        _process.Context.Post(_ => task = act(), null);
        while (task is not { IsCompleted: true })
        {
            if (TimeProvider.System.GetElapsedTime(began) > Deadline)
            {
                throw new TimeoutException($"The orchestrations did not come to an end within {Deadline.TotalSeconds} s.");
            }

            Turn();
        }

        return task.GetAwaiter().GetResult();
    }

    public void Await(Func<Task> act) => Await(async () =>
    {
        await act();
        return true;
    });

    /// <summary>Runs what real threads post within a real time.</summary>
    public void WaitForThreads(TimeSpan atMost)
    {
        if (_scheduler.WaitForPost(atMost))
        {
            while (_scheduler.RunOne())
            {
            }
        }
    }

    /// <summary>The process dies and another one starts on the same store.</summary>
    public void Crash()
    {
        _process.Kill();
        _running = 0;
        _process = NewProcess();
    }

    /// <summary>Names of the events of an instance's history, in order.</summary>
    public IReadOnlyList<string> History(string instance) => [.. Events(instance).Select(e => e.GetType().Name)];

    internal IReadOnlyList<HistoryEvent> Events(string instance) => Await(async () => (IReadOnlyList<HistoryEvent>)[.. (await TimedHistory(instance)).Select(timed => timed.Event)]);

    /// <summary>To be called within <see cref="Await{T}"/>.</summary>
    internal async Task<IReadOnlyList<TimedEvent>> TimedHistory(string instance)
        => await Services.GetRequiredService<InstanceReader>().History(instance, new CallPatience(Clock, new DurableOptions(), CancellationToken.None)) ?? [];

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _store.DisposeAsync();
    }

    private SimProcess NewProcess()
    {
        var process = new SimProcess(
            _host, ++_pid, _scheduler, owner => _storage = new SimStorage(_store, Clock, SimFaults.None, owner.Context, () => { }), Clock, _registry, _options, _services);
        process.Start();
        return process;
    }

    private void Turn()
    {
        if (_scheduler.RunOne())
        {
            return;
        }

        if (_storage!.UnderWay > 0)
        {
            _scheduler.WaitForPost(StoreWork);
            return;
        }

        // An activity may be at something real; only when that takes long is it taken to wait for the clock.
        if (_running > 0 && RealWork > TimeSpan.Zero && _scheduler.WaitForPost(RealWork))
        {
            return;
        }

        if (!Clock.AdvanceToNext())
        {
            _scheduler.WaitForPost(TimeSpan.FromMilliseconds(20));
        }
    }

    private async Task<object?> Counted(ActivityFunction activity, ActivityInterceptor? intercept, IServiceProvider services, TaskActivityContext context, object? input, CancellationToken cancellation)
    {
        var call = _calls++;
        _running++;
        try
        {
            return intercept is null
                ? await activity.Body(services, context, input, cancellation)
                : await intercept(call, activity.Name, input, () => activity.Body(services, context, input, cancellation));
        }
        finally
        {
            _running--;
        }
    }
}
