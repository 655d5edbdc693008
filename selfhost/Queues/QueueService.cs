using ClickDeploy.SelfHost.Functions;
using ClickDeploy.SelfHost.Settings;
using ClickDeploy.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.SelfHost.Queues;

/// <summary>Listens to all queues from the moment the host has started until it stops. Every process does: each message is one taker's.</summary>
internal sealed class QueueService(
    IReadOnlyList<QueueFunction> functions, QueueOptions options, FunctionPipeline pipeline, HostJson host, IServiceProvider services, IStorage storage, TimeProvider time, ILoggerFactory loggers) : IHostedLifecycleService
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _loops = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var logger = loggers.CreateLogger<QueueListener>();
        _loops = Task.WhenAll(functions.Select(function =>
        {
            var listener = new QueueListener(function, options, storage, (body, stopping) => Invoke(function, body, stopping), time, logger);
            return Task.Run(() => listener.Run(_stopping.Token), CancellationToken.None);
        }));
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken) => await _stopping.CancelAsync();

    public Task StopAsync(CancellationToken cancellationToken) => _loops.WaitAsync(cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task Invoke(QueueFunction function, string body, CancellationToken stopping)
    {
        await using var scope = services.CreateAsyncScope();
        using var limit = new FunctionLimit(host, time, stopping);
        await pipeline.Run(new Invocation(function.Function, scope.ServiceProvider, function.Read(body), limit.Token));
    }
}
