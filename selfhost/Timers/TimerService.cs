using ClickDeploy.SelfHost.Durable.Hub;
using ClickDeploy.SelfHost.Functions;
using ClickDeploy.SelfHost.Settings;
using ClickDeploy.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.SelfHost.Timers;

/// <summary>Runs the loops of all timers from the moment the host has started until it stops.</summary>
internal sealed partial class TimerService(
    IReadOnlyList<TimerFunction> timers, FunctionPipeline pipeline, HostJson host, IServiceProvider services, TimeProvider time, ILoggerFactory loggers) : IHostedLifecycleService
{
    // A loop that ends by a bug begins again after this time: one broken row does not stop the others, nor fill the log.
    private static readonly TimeSpan Restart = TimeSpan.FromSeconds(30);

    private readonly ILogger _logger = loggers.CreateLogger<TimerService>();
    private readonly DurableHub? _hub = services.GetService<DurableHub>();
    private readonly CancellationTokenSource _stopping = new();
    private Task _loops = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _loops = Task.WhenAll(timers.Select(timer => Task.Run(() => Loop(timer), CancellationToken.None)));
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken) => await _stopping.CancelAsync();

    public Task StopAsync(CancellationToken cancellationToken) => _loops.WaitAsync(cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task Loop(TimerFunction timer)
    {
        while (true)
        {
            try
            {
                await Run(timer);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogBroken(exception, timer.Name, Restart.TotalSeconds);
            }

            await Task.Delay(Restart, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task Run(TimerFunction timer)
    {
        var calendar = new TimerCalendar(timer.Schedule, time);
        TimerFiring fire = (info, stopping) => Fire(timer, info, stopping);
        if (!timer.Monitored)
        {
            return new UnmonitoredTimer(timer, calendar, fire, IsHolder).Run(_stopping.Token);
        }

        var ledger = new TimerLedger(services.GetRequiredService<IStorage>().Table(TimerLedger.TableName), timer.Name);
        return new MonitoredTimer(timer, calendar, ledger, fire, time, _logger).Run(_stopping.Token);
    }

    private bool IsHolder() => _hub is null || _hub.Term is not null;

    private async Task Fire(TimerFunction timer, TimerInfo info, CancellationToken stopping)
    {
        await using var scope = services.CreateAsyncScope();
        using var limit = new FunctionLimit(host, time, stopping);
        try
        {
            await pipeline.Run(new Invocation(timer.Function, scope.ServiceProvider, info, limit.Token));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            LogCut(timer.Name);
        }
        catch (Exception exception)
        {
            LogFailed(exception, timer.Name);
        }
    }
}
