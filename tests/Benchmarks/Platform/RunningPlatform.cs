using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ClickDeploy.Benchmarks.Platform;

/// <summary>The published platform beside a Caddy of its own, on free ports and a new data folder, as <c>./up</c> runs them.</summary>
internal sealed class RunningPlatform : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string _program;
    private readonly Dictionary<string, string> _environment;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(60) };
    private readonly List<string> _output = [];
    private readonly Process _caddy;
    private Process? _process;

    private RunningPlatform(string program, string root, IReadOnlyDictionary<string, string> settings)
    {
        var (port, admin) = (Machine.FreePort(), $"127.0.0.1:{Machine.FreePort()}");
        (_program, ProxyPort, Url) = (program, Machine.FreePort(), new($"http://127.0.0.1:{port}"));
        var home = Directory.CreateDirectory(Path.Combine(Data, "caddy")).FullName;
        var bootstrap = Path.Combine(home, "bootstrap.json");
        File.WriteAllText(bootstrap, $$$"""{"admin":{"listen":"{{{admin}}}","enforce_origin":true,"origins":["{{{admin}}}"]}}""");
        _caddy = Machine.Start("caddy", ["run", "--config", bootstrap], home, new Dictionary<string, string> { ["XDG_DATA_HOME"] = home, ["XDG_CONFIG_HOME"] = home, ["HOME"] = home });
        _environment = new(settings)
        {
            ["PORT"] = port.ToString(CultureInfo.InvariantCulture),
            ["PROXY_PORT"] = ProxyPort.ToString(CultureInfo.InvariantCulture),
            ["CADDY_ADMIN_URL"] = $"http://{admin}",
            ["DATA_DIR"] = Data,
            ["WEB_ROOT"] = Path.Combine(root, "web", "dist"),
        };
        if (!settings.ContainsKey("AzureWebJobsStorage"))
        {
            _environment["DATABASE_URL"] = $"sqlite://{DatabaseFile}";
        }
    }

    public string Data { get; } = Directory.CreateTempSubdirectory("platform-benchmark-").FullName;

    public string DatabaseFile => Path.Combine(Data, "clickdeploy.db");

    public int ProxyPort { get; }

    public Uri Url { get; }

    public int Pid => _process!.Id;

    public static RunningPlatform Prepare(string program, string root, IReadOnlyDictionary<string, string>? settings = null) => new(program, root, settings ?? new Dictionary<string, string>());

    /// <summary>From the start of the process to the first 200 of /ready.</summary>
    public async Task<TimeSpan> Start()
    {
        var began = Stopwatch.GetTimestamp();
        _process = Machine.Start("dotnet", [_program], Data, _environment, line =>
        {
            lock (_output)
            {
                _output.Add(line);
            }
        });
        await Until(async () => await Answers(new(HttpMethod.Get, new Uri(Url, "/ready"))), "/ready");
        return Stopwatch.GetElapsedTime(began);
    }

    public async Task Stop()
    {
        await Machine.End(_process!);
        _process = null;
    }

    /// <summary>Waits until the host answers 200 through Caddy, asking every few milliseconds.</summary>
    public Task HostAnswers(string host) => Until(() => Answers(new(HttpMethod.Get, $"http://127.0.0.1:{ProxyPort}/") { Headers = { Host = host } }), host);

    public async Task SignIn()
    {
        var answer = await Call(HttpMethod.Post, "/dev/token", new { org = "dev", user = "benchmark", roles = new[] { "owner" } });
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)answer!["token"]!);
    }

    public async Task<JsonNode?> Call(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(Url, path)) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? (text.Length == 0 ? null : JsonNode.Parse(text)) : throw new HttpRequestException($"{method} {path} answered {(int)answer.StatusCode}: {text}", null, answer.StatusCode);
    }

    /// <summary>An answer as it comes.</summary>
    public async Task<Stream> Stream(string path, CancellationToken cancellation)
    {
        var answer = await _http.GetAsync(new Uri(Url, path), HttpCompletionOption.ResponseHeadersRead, cancellation);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(cancellation);
    }

    public async Task Until(Func<Task<bool>> condition, string what)
    {
        for (var began = Stopwatch.GetTimestamp(); !await condition(); await Task.Delay(5))
        {
            if (_process is not { HasExited: false } || Stopwatch.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException($"{what} did not come. The platform wrote:\n{string.Join('\n', _output)}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            // SIGINT: the workloads end with it.
            await Machine.Run("kill", ["-INT", Pid.ToString(CultureInfo.InvariantCulture)], "/");
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            await _process.WaitForExitAsync(patience.Token);
            _process.Dispose();
        }

        await Machine.End(_caddy);
        _http.Dispose();
        Directory.Delete(Data, recursive: true);
    }

    private async Task<bool> Answers(HttpRequestMessage request)
    {
        using (request)
        {
            try
            {
                using var answer = await _http.SendAsync(request);
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }
    }
}
