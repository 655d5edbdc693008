using ClickDeploy.SelfHost.Durable;
using ClickDeploy.SelfHost.Durable.Hub;
using ClickDeploy.Storage;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.Tests.Simulation.World;

/// <summary>One life of a process that runs the engine.</summary>
public sealed class SimProcess
{
    private readonly ServiceProvider _services;

    internal SimProcess(SimHost host, int pid, SimScheduler scheduler, Func<SimProcess, IStorage> storage, TimeProvider clock, DurableRegistry registry, Action<DurableOptions> options, Action<IServiceCollection>? more)
    {
        Host = host;
        Context = scheduler.NewContext();
        var services = new ServiceCollection();
        services.AddSingleton(storage(this));
        services.AddSingleton(clock);
        services.AddSingleton(registry);
        services.AddSingleton<IHolders>(new SimHolders(host, pid));
        services.AddSingleton(new Home(Context));
        services.AddLogging();
        services.AddDurableEngine();
        services.Configure(options);
        more?.Invoke(services);
        _services = services.BuildServiceProvider();
        host.Alive.Add(pid);
        Pid = pid;
    }

    public SimHost Host { get; }

    public int Pid { get; }

    public SimContext Context { get; }

    public bool IsAlive => !Context.IsDead;

    public IServiceProvider Services => _services;

    public DurableTaskClient Client => _services.GetRequiredService<DurableTaskClient>();

    internal DurableHub Hub => _services.GetRequiredService<DurableHub>();

    public void Start() => Context.Post(_ => Hub.StartAsync(CancellationToken.None), null);

    public Task Stop() => Context.Run(() => Hub.StopAsync(CancellationToken.None));

    /// <summary>Nothing of it happens any more, from this very moment.</summary>
    public void Kill()
    {
        Context.Kill();
        Host.Alive.Remove(Pid);
    }

    private sealed class SimHolders(SimHost host, int pid) : IHolders
    {
        public Holder Self { get; } = new(host.Name, host.Boot.ToString(), pid, pid);

        public bool IsGone(Holder other) => other.Host == host.Name && !host.Alive.Contains(other.Pid);
    }
}

/// <summary>A machine: it knows which of its processes live.</summary>
public sealed record SimHost(string Name)
{
    public int Boot { get; set; } = 1;

    public HashSet<int> Alive { get; } = [];
}
