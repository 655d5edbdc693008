using System.Diagnostics;
using System.Globalization;
using ClickDeploy.Tests.Platform;
using ClickDeploy.Tests.Shared.Clients.Caddy;
using ClickDeploy.Tests.Shared.Processes;

namespace ClickDeploy.Tests.Scripts;

/// <summary>./up and ./down with the platform that the tests were built with, on free ports and data of their own. At the end nothing of it is left.</summary>
internal sealed class UpRun : IAsyncDisposable
{
    private readonly List<Process> _started = [];

    public string Data { get; } = Path.Combine(Directory.CreateTempSubdirectory("up-").FullName, "data");

    public int Port { get; } = PortRange.Free();

    public int ProxyPort { get; } = PortRange.Free();

    public Uri Url => new($"http://127.0.0.1:{Port}");

    /// <summary>Starts ./up on the data, with these environment variables besides.</summary>
    public Script Up(params (string Name, string Value)[] variables) => Start("up", Arguments, variables);

    /// <summary>Starts ./up --demo on the data. Its worker is live at once.</summary>
    public Script Demo() => Start("up", ["--demo", .. Arguments], ("WORKER_UP_SECONDS", "0"));

    public Script Down(params string[] arguments) => Start("down", ["--data", Data, .. arguments]);

    public Script Start(string program, string[] arguments, params (string Name, string Value)[] variables)
    {
        // A shell that runs us in the background has us ignore SIGINT, and bash cannot trap what was ignored when it began.
        var start = new ProcessStartInfo("env", ["--default-signal=INT,QUIT", Path.Combine(RepositoryRoot.Path, program), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["PLATFORM_DIR"] = Path.GetDirectoryName(RepositoryRoot.Program);
        start.Environment["WEB_ROOT"] = Path.GetDirectoryName(Data);
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        _started.Add(process);
        process.StandardInput.Close();
        return new Script(process);
    }

    /// <summary>The process that ./up wrote down under this name.</summary>
    public int Pid(string name) => int.Parse(File.ReadAllText(Path.Combine(Data, "run", $"{name}.pid")).Split(' ')[1], CultureInfo.InvariantCulture);

    public bool Has(string name) => File.Exists(Path.Combine(Data, "run", $"{name}.pid"));

    public static void Signal(int pid, string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, Text(pid)]);
        kill.WaitForExit();
    }

    public static bool Runs(int pid) => File.Exists($"/proc/{pid}/stat") && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);

    public async Task<int> Status(int port, string path = "/ready")
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero }) { Timeout = TimeSpan.FromSeconds(10) };
        try
        {
            using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{port}{path}"));
            return (int)answer.StatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return 0;
        }
    }

    public Task Answers(int port, int status) => Eventually.Is(() => Status(port), seen => seen == status, $"Port {port} answers {status}");

    public async ValueTask DisposeAsync()
    {
        if (Directory.Exists(Data))
            await Down("--purge").Ends();
        foreach (var process in _started)
        {
            if (!process.HasExited)
                process.Kill();
            process.Dispose();
        }

        Directory.Delete(Path.GetDirectoryName(Data)!, recursive: true);
    }

    /// <summary>What a service answers at this host, through the proxy.</summary>
    public async Task<string> Page(string host)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(30) };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://127.0.0.1:{ProxyPort}/"));
        request.Headers.Host = host;
        using var answer = await http.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }

    private string[] Arguments => ["--data", Data, "--port", Text(Port), "--proxy-port", Text(ProxyPort)];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
