using System.Collections.Concurrent;
using ClickDeploy.Alerts;
using ClickDeploy.Clients.Caddy;
using ClickDeploy.Clients.Git;
using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Functions.Services;
using ClickDeploy.Health;
using ClickDeploy.Inspections;
using ClickDeploy.Jobs;
using ClickDeploy.Metrics;
using ClickDeploy.Orchestrations;
using ClickDeploy.Orchestrations.Deployments;
using ClickDeploy.Orchestrations.Services;
using ClickDeploy.Projects;
using ClickDeploy.Releases;
using ClickDeploy.Secrets;
using ClickDeploy.SelfHost.Durable;
using ClickDeploy.SelfHost.Functions;
using ClickDeploy.SelfHost.Settings;
using ClickDeploy.Services;
using ClickDeploy.Targets;
using ClickDeploy.Tests.Simulation;
using ClickDeploy.Tests.Upgrades;
using ClickDeploy.Variables;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Tests.Orchestrations.World;

/// <summary>One service in a world without processes: the product's own orchestrations, activities and stores over the real engine, real Git, and a simulated target and proxy.</summary>
internal sealed class SagaWorld : IAsyncDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("saga-world-").FullName;
    private readonly InMemoryDurable _durable;
    private readonly ConcurrentDictionary<Task, bool> _steps = new();
    private ActivityInterceptor? _intercept;
    private int _second;

    public SagaWorld(string repository, int? port = 8080, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["DATA_DIR"] = _data,
            ["DRAIN_SECONDS"] = "1",
            ["MIN_FREE_DISK_BYTES"] = "0",
            ["CADDY_ADMIN_URL"] = "http://127.0.0.1:1",
        }).AddInMemoryCollection(settings ?? new Dictionary<string, string?>()).Build();
        _durable = new(Registry(configuration), services => Add(services, configuration), (call, name, input, run) => Follow(_intercept is { } intercept ? intercept(call, name, input, run) : run()));
        Target.Time = _durable.Clock;
        Service = _durable.Await(() => AddService(repository, port));
    }

    public SimulatedTarget Target { get; } = new();

    public SimulatedRoutes Routes { get; } = new();

    public InlineJobs Jobs { get; } = new();

    public ServiceRef Service { get; }

    /// <summary>Activities that ran so far.</summary>
    public int Calls => _durable.Calls;

    /// <summary>From now on this stands around every activity; null: nothing does.</summary>
    public void Intercept(ActivityInterceptor? intercept) => _intercept = intercept;

    /// <summary>A deployment from its start to the end of its orchestration.</summary>
    public Deployment Deploy() => Finish(Start());

    /// <summary>The same for a rollback.</summary>
    public Deployment Rollback(Deployment target)
    {
        var rollback = new RollbackTarget(target.Ref.Deployment, target.Number);
        return Finish(Start(deployment => new(deployment, DeploymentTrigger.Rollback, Rollback: rollback)));
    }

    public DeploymentRef Start() => Start(deployment => new(deployment, DeploymentTrigger.Manual));

    /// <summary>Starts a deployment that has its turn before anything comes after it.</summary>
    public DeploymentRef StartInTurn()
    {
        var deployment = Start();
        while (State().Operation is null)
        {
            // Each look lets the world go on.
        }

        return deployment;
    }

    public DeploymentRef Start(Func<DeploymentRef, DeployServiceInput> input)
    {
        var deployment = NewDeployment();
        Begin(nameof(DeployService), input(deployment), deployment.Id.ToString());
        return deployment;
    }

    public Deployment Finish(DeploymentRef deployment)
    {
        var ended = _durable.Await(() => _durable.Client.WaitForInstanceCompletionAsync(deployment.Id.ToString(), getInputsAndOutputs: true));
        Assert.True(ended.RuntimeStatus == OrchestrationRuntimeStatus.Completed, ended.SerializedOutput);
        return _durable.Await(() => Get<DeploymentStore>().Find(deployment))!;
    }

    public void Run(string orchestrator, object input, string id)
    {
        var ended = _durable.Run(orchestrator, input, id);
        Assert.True(ended.RuntimeStatus == OrchestrationRuntimeStatus.Completed, ended.SerializedOutput);
    }

    public ServiceCommandInput NextCommand(OperationKind kind) => new(Service, kind, (State().LastCommand?.Number ?? 0) + 1);

    public Deployment? Newest() => Read(services => services.GetRequiredService<DeploymentStore>().Newest(Service));

    /// <summary>Only starts it; <see cref="End"/> waits for it.</summary>
    public void Begin(string orchestrator, object input, string id) => _durable.Await(() => _durable.Client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, new StartOrchestrationOptions(id)));

    public void End(string id)
    {
        var ended = _durable.Await(() => _durable.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true));
        Assert.True(ended.RuntimeStatus == OrchestrationRuntimeStatus.Completed, ended.SerializedOutput);
    }

    /// <summary>A stop, start or restart from its start to its end.</summary>
    public void Command(OperationKind kind)
    {
        var command = NextCommand(kind);
        Run($"{kind}Service", command, command.OperationId);
    }

    /// <summary>Lets time pass, and happen what happens in it.</summary>
    public void Pass(TimeSpan time) => _durable.Await(() => Task.Delay(time, _durable.Clock));

    /// <summary>Lets time pass until that is so: a minute at most.</summary>
    public void PassUntil(Func<bool> isTrue)
    {
        for (var n = 0; !isTrue(); n++)
        {
            Assert.InRange(n, 0, 600);
            Pass(TimeSpan.FromSeconds(0.1));
        }
    }

    /// <summary>Begins something, kills the process at its n-th activity (before or after the effect) and starts it anew. False: there were fewer.</summary>
    public bool KillAt(int n, bool afterItsEffect, Action begin)
    {
        var (first, dead, never) = (Calls, false, new TaskCompletionSource<object?>().Task);
        Intercept(async (call, _, _, run) =>
        {
            if (call - first == n)
            {
                if (afterItsEffect)
                {
                    await run();
                }

                dead = true;
                return await never;
            }

            return await run();
        });
        begin();
        for (var waited = 0; !dead && waited < 400 && (waited < 20 || State().Operation is not null); waited++)
        {
            Pass(TimeSpan.FromSeconds(0.1));
        }

        Intercept(null);
        if (dead)
        {
            _durable.Crash();
        }

        return dead;
    }

    /// <summary>Begins something and terminates it at its n-th activity, which goes on to its end: before or after its effect. False: there were fewer.</summary>
    public bool TerminateAt(int n, bool afterItsEffect, Func<string> begin)
    {
        var (first, id, isOver) = (Calls, new TaskCompletionSource<string>(), new TaskCompletionSource());
        var terminated = false;
        Intercept(async (call, _, _, run) =>
        {
            if (call - first != n)
            {
                return await run();
            }

            terminated = true;
            try
            {
                var early = afterItsEffect ? await run() : null;
                await _durable.Client.TerminateInstanceAsync(await id.Task);
                return afterItsEffect ? early : await run();
            }
            finally
            {
                isOver.SetResult();
            }
        });
        id.SetResult(begin());
        _durable.Await(async () => await _durable.Client.WaitForInstanceCompletionAsync(await id.Task));
        Intercept(null);
        if (terminated)
        {
            _durable.Await(() => isOver.Task);
        }

        return terminated;
    }

    /// <summary>Begins something and terminates it when its n-th activity has come to a gate before its effect. Null: there were fewer.</summary>
    public Gate? HoldAt(int n, Func<string> begin)
    {
        var (first, gate) = (Calls, new Gate());
        Intercept(async (call, _, _, run) =>
        {
            await (call - first == n ? gate.Pass() : Task.CompletedTask);
            return await run();
        });
        var id = begin();
        _durable.Await(async () =>
        {
            var ended = _durable.Client.WaitForInstanceCompletionAsync(id);
            while (!gate.IsHolding && await Task.WhenAny(ended, Task.Delay(TimeSpan.FromSeconds(0.1), _durable.Clock)) != ended)
            {
            }
        });
        Intercept(null);
        if (!gate.IsHolding)
        {
            return null;
        }

        Terminate(id);
        return gate;
    }

    /// <summary>Opens the gate, and waits until every step that is under way has ended.</summary>
    public void LetGo(Gate gate) => _durable.Await(async () =>
    {
        gate.Open();
        await Task.WhenAll(_steps.Keys).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    });

    public void Terminate(string id) => _durable.Await(() => _durable.Client.TerminateInstanceAsync(id));

    /// <summary>The process dies and is started anew.</summary>
    public void Crash() => _durable.Crash();

    public void Raise(string instance, string name) => _durable.Await(() => _durable.Client.RaiseEventAsync(instance, name, ""));

    public ServiceState State() => _durable.Await(() => Get<ServiceStateStore>().Find(Service));

    public T Read<T>(Func<IServiceProvider, Task<T>> read) => _durable.Await(() => read(_durable.Services));

    public void Do<T>(Func<IServiceProvider, Task<T>> act) => _durable.Await(() => act(_durable.Services));

    /// <summary>The instance that visitors reach, or null.</summary>
    public InstanceId? Serving() => State().Host is { } host && _durable.Await(() => Routes.Find(host)) is Route.Instance route ? Target.At(route.Address) : null;

    public Service Spec() => Read(services => services.GetRequiredService<ServiceStore>().Find(Service.OrgId, Service.ServiceId))!.Value;

    /// <summary>The user saves the service.</summary>
    public void Save(Func<Service, Service> change) => Do(async services =>
    {
        var store = services.GetRequiredService<ServiceStore>();
        var found = (await store.Find(Service.OrgId, Service.ServiceId))!;
        return await store.Update(change(found.Value), found.ETag);
    });

    /// <summary>One look of a timer function, with everything that it waits for.</summary>
    public void Tick(Func<IServiceProvider, DurableTaskClient, Task> run) => _durable.Await(() => run(_durable.Services, _durable.Client));

    /// <summary>One look of the reconciler.</summary>
    public void Reconcile() => Tick((services, client) => Reconciler(services).Run(new TimerInfo(), client, CancellationToken.None));

    public Reconcile Reconciler(IServiceProvider services) =>
        new(services.GetRequiredService<ServiceStateStore>(), Target, services.GetRequiredService<CaddyClient>(), services.GetRequiredService<AbandonedOperations>(), Target.Time);

    public IReadOnlyList<Alert> Alerts() => Read(services => services.GetRequiredService<AlertStore>().List(Service.OrgId).ToListAsync().AsTask());

    public NodeStatus NodeStatus() => NodeStatuses.Of(
        Spec(), State(), Newest());

    /// <summary>Nothing runs, and its name shows the page that says so.</summary>
    public void AssertStopped()
    {
        AssertNothingLeft(null);
        Assert.False(State().Desired);
        Assert.Equal(ClickDeploy.Deployments.NodeStatus.Stopped, NodeStatus());
        Assert.IsType<Route.Stopped>(_durable.Await(() => Routes.Find(State().Host!)));
    }

    /// <summary>One instance, the one that serves; no job, build, surplus release or turn is left.</summary>
    public void AssertNothingLeft(InstanceId? serving)
    {
        Assert.Equal(serving is { } id ? [id] : [], _durable.Await(() => Target.List()));
        Assert.Equal(serving, Serving());
        Assert.Empty(Jobs.Known);
        Assert.Empty(Entries("builds"));
        var state = State();
        Assert.Null(state.Operation);
        Assert.Empty(state.Waiting);
        Assert.Equal(state.Current is { } current ? [current] : [], Get<ReleaseDirectories>().Kept(Service.ServiceId).Where(release => release == state.Current || !IsLive(release)));
    }

    public async ValueTask DisposeAsync()
    {
        await _durable.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    public IEnumerable<string> Entries(string folder) => Directory.Exists(Path.Combine(_data, folder)) ? Directory.EnumerateFileSystemEntries(Path.Combine(_data, folder)) : [];

    private bool IsLive(DeploymentId id) => _durable.Await(() => Get<DeploymentStore>().Find(Service.OrgId, id))?.Value.Status == DeploymentStatus.Live;

    private T Get<T>()
        where T : notnull => _durable.Services.GetRequiredService<T>();

    private DeploymentRef NewDeployment() => new(Service, Guid.NewGuid(), _durable.Clock.GetUtcNow().AddMilliseconds(++_second));

    private async Task<ServiceRef> AddService(string repository, int? port)
    {
        var now = _durable.Clock.GetUtcNow();
        var service = new Service
        {
            Org = new("acme"),
            Project = new(Guid.NewGuid()),
            Id = new(Guid.NewGuid()),
            Name = "web",
            GitSource = new(repository, null),
            Port = port,
            StartCommand = port is null ? "work" : null,
            CreatedAt = now,
            UpdatedAt = now,
        };
        await Get<ServiceStore>().Create(service, new(0, 0), CancellationToken.None);
        return ServiceRef.Of(service);
    }

    private async Task<object?> Follow(Task<object?> step)
    {
        _steps[step] = true;
        try
        {
            return await step;
        }
        finally
        {
            _steps.TryRemove(step, out _);
        }
    }

    private void Add(IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton<ITarget>(Target);
        services.AddSingleton<IRoutes>(Routes);
        services.AddSingleton<IJobs>(Jobs);
        services.AddCaddy(settings);
        // Git is real, and takes real time: by the world's clock a slow one would have timed out.
        services.AddSingleton(new ShortGit(TimeProvider.System, Options.Create(new GitOptions())));
        services.AddGit(settings);
        services.AddSecrets(settings);
        services.AddVariables(settings);
        services.AddDeployments(settings);
        services.AddInspections(settings);
        services.AddAlerts();
        services.AddServiceMetrics();
        services.AddOrchestrations();
        foreach (var activity in typeof(DeployService).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false, IsPublic: true } && type.GetMethods().Any(method => method.IsDefined(typeof(FunctionAttribute), false))))
        {
            services.AddTransient(activity);
        }

        services.AddOptions<ServiceOptions>();
        services.AddSingleton<ServiceStore>();
        services.AddSingleton<ProjectStore>();
        services.AddHttpClient<HealthProbe>().ConfigurePrimaryHttpMessageHandler(() => Target).SetHandlerLifetime(Timeout.InfiniteTimeSpan);
    }

    /// <summary>The product's orchestrators and activities, found as hosting finds them.</summary>
    public static DurableRegistry Functions() => Registry(new ConfigurationBuilder().Build());

    /// <summary>What the engine has recorded so far.</summary>
    public IReadOnlyList<RecordedHistory> Histories() => _durable.Await(() => RecordedHistory.All(_durable.Store, _durable.Clock));

    private static DurableRegistry Registry(IConfiguration settings)
    {
        var problems = new List<string>();
        var found = FunctionFinder.Find(typeof(DeployService).Assembly.GetTypes(), problems);
        var functions = ApplicationFunctions.Bind(found, HostJson.Read(settings, problems), settings, new FunctionPipeline([]), problems);
        Assert.Empty(problems);
        return functions.Durable;
    }
}
