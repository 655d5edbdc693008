using System.Collections.Concurrent;
using ClickDeploy.SelfHost.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace ClickDeploy.SelfHost.Http;

/// <summary>
/// Ends requests when the host stops: those that have begun to answer (streams) at once, the others after a grace in which an ordinary
/// request comes to its end. Both see it as <see cref="HttpContext.RequestAborted"/>, as they see a client that goes away.
/// </summary>
internal sealed class RunningRequests : IDisposable
{
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<RunningRequest, bool> _running = new();
    private readonly IHostApplicationLifetime _lifetime;
    private readonly CancellationTokenRegistration _stopping;
    private readonly TimeProvider _time;
    private readonly TimeSpan _limit;
    private ITimer? _graceEnds;

    public RunningRequests(IHostApplicationLifetime lifetime, TimeProvider time, HostJson host)
    {
        _lifetime = lifetime;
        _time = time;
        _limit = host.FunctionTimeout ?? Timeout.InfiniteTimeSpan;
        _stopping = lifetime.ApplicationStopping.Register(EndStreams);
    }

    public bool Stopping => _lifetime.ApplicationStopping.IsCancellationRequested;

    public RunningRequest Begin(HttpContext context)
    {
        var request = new RunningRequest(this, context, _limit, _time);
        _running.TryAdd(request, true);
        return request;
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _graceEnds?.Dispose();
    }

    internal void End(RunningRequest request) => _running.TryRemove(request, out _);

    private void EndStreams()
    {
        foreach (var request in _running.Keys.Where(request => request.Answering))
        {
            request.Cancel();
        }

        _graceEnds = _time.CreateTimer(static state => ((RunningRequests)state!).EndAll(), this, Grace, Timeout.InfiniteTimeSpan);
    }

    private void EndAll()
    {
        foreach (var request in _running.Keys)
        {
            request.Cancel();
        }
    }
}
