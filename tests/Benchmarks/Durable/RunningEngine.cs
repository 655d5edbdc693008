using ClickDeploy.SelfHost.Durable;
using ClickDeploy.Storage;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.Benchmarks.Durable;

/// <summary>The engine in this process, as the product registers it. The storage is its own from here on.</summary>
internal sealed class RunningEngine : IAsyncDisposable
{
    private readonly IHost _host;

    private RunningEngine(IHost host) => _host = host;

    public DurableTaskClient Client => _host.Services.GetRequiredService<DurableTaskClient>();

    public static async Task<RunningEngine> Start(IStorage storage, Action<int>? onStep = null, Action<DurableOptions>? options = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(_ => storage);
        builder.Services.AddSingleton(Orchestrations.Registry(onStep));
        builder.Services.AddDurableEngine();
        builder.Services.Configure(options ?? (static _ => { }));
        var host = builder.Build();
        await host.StartAsync();
        return new(host);
    }

    /// <summary>From the start to the end, as a caller sees it.</summary>
    public async Task RunOne(string orchestration, object? input = null)
    {
        var id = await Client.ScheduleNewOrchestrationInstanceAsync(orchestration, input);
        await Client.WaitForInstanceCompletionAsync(id);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable host)
        {
            await host.DisposeAsync();
        }
    }
}
