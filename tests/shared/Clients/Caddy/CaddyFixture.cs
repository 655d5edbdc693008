using System.Diagnostics;
using ClickDeploy.Clients.Caddy;
using ClickDeploy.Tests.Platform;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Tests.Shared.Clients.Caddy;

/// <summary>
/// A real Caddy on free ports with a data folder of its own, loaded with our configuration; for every test that needs routes.
/// Requests go to <see cref="ProxyPort"/> on 127.0.0.1 with a Host header (<see cref="Http"/>).
/// </summary>
public sealed class CaddyFixture : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private Process? _caddy;
    private HttpClient? _admin;

    /// <summary>DATA_DIR: routes are in <c>routes</c>, Caddy's own files in <c>caddy</c>.</summary>
    public string DataDirectory { get; } = Directory.CreateTempSubdirectory("caddy-").FullName;

    public int ProxyPort => Options.Value.ProxyPort;

    public Uri AdminUrl => Options.Value.AdminUrl;

    public IOptions<CaddyOptions> Options { get; private set; } = null!;

    public IRoutes Routes { get; private set; } = null!;

    public CaddyClient Client { get; private set; } = null!;

    /// <summary>Keeps connections, like a browser. For requests made by <see cref="Request"/>.</summary>
    public HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = Patience };

    public async Task InitializeAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            Choose();
            try
            {
                await Start();
                await Client.Load();
                return;
            }
            catch (Exception failure) when (attempt < 5 && failure is CaddyUnavailableException or CaddyDiedException)
            {
                // Somebody else took one of the two ports between the look and the use.
                await Kill();
            }
        }
    }

    private void Choose()
    {
        Options = Microsoft.Extensions.Options.Options.Create(new CaddyOptions { AdminUrl = new Uri($"http://127.0.0.1:{PortRange.Free()}"), ProxyPort = PortRange.Free(), DataDirectory = DataDirectory });
        _admin = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        CaddyClient.Configure(_admin, Options.Value);
        Routes = new RouteDirectory(Options);
        Client = new CaddyClient(_admin, Options, TimeProvider.System, NullLogger<CaddyClient>.Instance);
    }

    /// <summary>Starts Caddy as ./up does: with its admin API only, or with what it last ran.</summary>
    public async Task Start()
    {
        var home = Directory.CreateDirectory(Path.Combine(DataDirectory, "caddy")).FullName;
        var bootstrap = Path.Combine(home, "bootstrap.json");
        await File.WriteAllTextAsync(bootstrap, $$$"""{"admin":{"listen":"{{{AdminUrl.Authority}}}","enforce_origin":true,"origins":["{{{AdminUrl.Authority}}}"]}}""");
        var start = new ProcessStartInfo("caddy", ["run", "--resume", "--config", bootstrap])
        {
            Environment = { ["XDG_DATA_HOME"] = home, ["XDG_CONFIG_HOME"] = home, ["HOME"] = home },
            RedirectStandardError = true,
        };
        _caddy = Process.Start(start) ?? throw new InvalidOperationException("caddy did not start.");
        var log = File.CreateText(Path.Combine(home, "caddy.log"));
        _caddy.ErrorDataReceived += (_, line) => { lock (log) log.WriteLine(line.Data); };
        _caddy.BeginErrorReadLine();
        for (var deadline = Stopwatch.StartNew(); await Client.Inspect() is CaddyState.Down down; await Task.Delay(20))
        {
            if (_caddy.HasExited || deadline.Elapsed > Patience)
                throw new CaddyDiedException($"caddy did not come up ({down.Reason}). Install it with: apt-get install caddy. Its log: {home}/caddy.log");
        }
    }

    private sealed class CaddyDiedException(string message) : Exception(message);

    /// <summary>SIGKILL, as the worst that can come.</summary>
    public async Task Kill()
    {
        if (_caddy is null)
            return;
        _caddy.Kill();
        await _caddy.WaitForExitAsync();
        _caddy.Dispose();
        _caddy = null;
    }

    /// <summary>A request through the proxy to this host.</summary>
    public HttpRequestMessage Request(string host, string path = "/", HttpMethod? method = null)
    {
        var request = new HttpRequestMessage(method ?? HttpMethod.Get, $"http://127.0.0.1:{ProxyPort}{path}");
        request.Headers.Host = host;
        return request;
    }

    public async Task DisposeAsync()
    {
        await Kill();
        Http.Dispose();
        _admin?.Dispose();
        Directory.Delete(DataDirectory, recursive: true);
    }
}
