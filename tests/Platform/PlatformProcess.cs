using System.Diagnostics;
using System.Globalization;
using ClickDeploy.Processes;
using ClickDeploy.Storage.Azure;
using ClickDeploy.Tests.Shared.Clients.Caddy;
using ClickDeploy.Tests.Shared.Processes;

namespace ClickDeploy.Tests.Platform;

/// <summary>
/// The built functions program beside a real Caddy, on free ports and with a data folder of its own, as <c>./up</c> runs them; it can be killed and
/// started again on the same data. At the end nothing of it is left, workloads neither.
/// </summary>
internal sealed class PlatformProcess : IAsyncDisposable
{
    private const int Interrupt = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, string> _settings;
    private readonly List<string> _output = [];
    private readonly PortRange _ports = PortRange.Take();
    private Process? _process;

    private PlatformProcess(IReadOnlyDictionary<string, string> settings)
    {
        _settings = new(settings)
        {
            ["DATA_DIR"] = DataDirectory,
            ["LOCAL_FIRST_PORT"] = Text(_ports.From),
            ["LOCAL_LAST_PORT"] = Text(_ports.To),
        };
        if (!_settings.ContainsKey("AzureWebJobsStorage"))
            _settings["DATABASE_URL"] = $"sqlite://{Path.Combine(DataDirectory, "clickdeploy.db")}";
        Api = new Api(() => Url);
        Data = new PlatformData(DataDirectory, _settings.TryGetValue("AzureWebJobsStorage", out var account) ? AzureStorage.Connect(account, TimeProvider.System) : null);
    }

    public CaddyFixture Caddy { get; } = new();

    public string DataDirectory => Caddy.DataDirectory;

    public Uri Url { get; private set; } = new("http://127.0.0.1:1");

    public Api Api { get; }

    /// <summary>What it keeps, read from outside.</summary>
    public PlatformData Data { get; }

    public int Pid => _process?.Id ?? throw new InvalidOperationException("The platform was not started.");

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>What all its processes wrote.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return string.Join('\n', _output.TakeLast(200));
        }
    }

    /// <summary>The same, all of it.</summary>
    public string WholeOutput
    {
        get
        {
            lock (_output)
                return string.Join('\n', _output);
        }
    }

    /// <summary>Caddy runs, the platform does not yet. <paramref name="settings"/> are environment variables; without AzureWebJobsStorage it keeps its data in SQLite.</summary>
    public static async Task<PlatformProcess> Prepare(IReadOnlyDictionary<string, string>? settings = null)
    {
        var platform = new PlatformProcess(settings ?? new Dictionary<string, string>());
        await platform.Caddy.InitializeAsync();
        return platform;
    }

    /// <summary>It runs, is ready, and <see cref="Api"/> is signed in.</summary>
    public static async Task<PlatformProcess> Run(IReadOnlyDictionary<string, string>? settings = null)
    {
        var platform = await Prepare(settings);
        await platform.Start();
        return platform;
    }

    /// <summary>Starts it on its data and waits until it is ready. <paramref name="more"/>: settings of this start only.</summary>
    public async Task Start(params IEnumerable<KeyValuePair<string, string>> more)
    {
        for (var attempt = 1; ; attempt++)
        {
            Url = new Uri($"http://127.0.0.1:{PortRange.Free()}");
            Spawn(more);
            await Eventually.Is(Api.WhatIsNotReady, missing => missing is null || !IsRunning, "/ready");
            if (IsRunning)
            {
                await Api.SignIn();
                return;
            }

            // Somebody else may have taken the port between the look and the use.
            if (attempt == 3)
                throw new InvalidOperationException($"The platform does not start:\n{Output}");
        }
    }

    /// <summary>SIGKILL.</summary>
    public async Task Kill()
    {
        await Signal(Libc.SigKill);
    }

    /// <summary>SIGTERM: it ends, workloads stay.</summary>
    public Task Terminate() => Signal(Libc.SigTerm);

    /// <summary>SIGINT: it ends, workloads too.</summary>
    public Task InterruptIt() => Signal(Interrupt);

    /// <summary>Waits until its process has ended by itself.</summary>
    public async Task Ended()
    {
        if (_process is { } process)
        {
            using var patience = new CancellationTokenSource(Patience);
            await process.WaitForExitAsync(patience.Token);
        }
    }

    /// <summary>The text that the host answers through the proxy with a status of 200; else the status.</summary>
    public async Task<string> Ask(string host, string path = "/")
    {
        using var answer = await Caddy.Http.SendAsync(Caddy.Request(host, path));
        return answer.IsSuccessStatusCode ? (await answer.Content.ReadAsStringAsync()).Trim() : $"status {(int)answer.StatusCode}";
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await Kill();
        _process?.Dispose();
        Api.Dispose();
        await Data.EndWorkloads();
        await Caddy.DisposeAsync();
        _ports.Dispose();
    }

    private async Task Signal(int signal)
    {
        if (IsRunning)
            _ = Libc.Kill(Pid, signal);
        await Ended();
    }

    private void Spawn(IEnumerable<KeyValuePair<string, string>> more)
    {
        // A shell that runs the tests in the background ignores SIGINT, and so would its children.
        var start = new ProcessStartInfo("env", ["--default-signal", "dotnet", RepositoryRoot.Program])
        {
            WorkingDirectory = DataDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in (string[])["ASPNETCORE_URLS", "AzureWebJobsStorage", "CRASH_AT", "DATABASE_URL"])
            start.Environment.Remove(name);
        start.Environment["PORT"] = Text(Url.Port);
        start.Environment["PROXY_PORT"] = Text(Caddy.ProxyPort);
        start.Environment["CADDY_ADMIN_URL"] = Caddy.AdminUrl.ToString();
        foreach (var (name, value) in _settings.Concat(more))
            start.Environment[name] = value;

        _process?.Dispose();
        _process = Process.Start(start) ?? throw new InvalidOperationException("The platform's process was not made.");
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is { } text)
        {
            lock (_output)
                _output.Add(text);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
