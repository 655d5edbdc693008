using System.Collections.Concurrent;
using System.Diagnostics;
using ClickDeploy.Tests.Platform;

namespace ClickDeploy.Tests.ZeroDowntime;

/// <summary>So many requests a second through the proxy, whatever the answers take: every second one on a connection of its own, every fifth one slow.</summary>
internal sealed class SteadyLoad : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private readonly PlatformProcess _platform;
    private readonly string _host;
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _kept = Client();
    private readonly ConcurrentDictionary<string, int> _answers = [];
    private readonly ConcurrentQueue<string> _failures = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Task _running;
    private int _sent;

    public SteadyLoad(PlatformProcess platform, string host, int perSecond)
    {
        (_platform, _host) = (platform, host);
        _running = Task.Run(() => Run(perSecond));
    }

    /// <summary>What was not answered with 200, each with the reason.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    /// <summary>How often each text was answered.</summary>
    public IReadOnlyDictionary<string, int> Answers => _answers;

    public int Sent => _sent;

    public double PerSecond => _sent / _clock.Elapsed.TotalSeconds;

    /// <summary>Sends no more, and returns when everything that was sent has ended.</summary>
    public async Task Stop()
    {
        if (!_stop.IsCancellationRequested)
        {
            await _stop.CancelAsync();
            await _running;
            _clock.Stop();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _kept.Dispose();
        _stop.Dispose();
    }

    private async Task Run(int perSecond)
    {
        var open = new List<Task>();
        using var timer = new PeriodicTimer(Tick);
        while (!_stop.IsCancellationRequested)
        {
            for (var due = _clock.Elapsed.TotalSeconds * perSecond; _sent < due; _sent++)
                open.Add(Send(_sent));
            open.RemoveAll(request => request.IsCompleted);
            await timer.WaitForNextTickAsync();
        }

        await Task.WhenAll(open);
    }

    private async Task Send(int n)
    {
        try
        {
            using var own = n % 2 == 0 ? null : Client();
            using var request = _platform.Caddy.Request(_host, n % 10 < 2 ? "/slow" : "/");
            request.Headers.ConnectionClose = own is not null;
            using var answer = await (own ?? _kept).SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.IsSuccessStatusCode)
                _answers.AddOrUpdate(text, 1, (_, times) => times + 1);
            else
                _failures.Enqueue($"request {n} of {_host}: {(int)answer.StatusCode} {text}");
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or IOException)
        {
            _failures.Enqueue($"request {n} of {_host}: {failure}");
        }
    }

    private static HttpClient Client() => new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(60) };
}
