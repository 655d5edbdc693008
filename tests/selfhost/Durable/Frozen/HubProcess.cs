using System.Diagnostics;
using ClickDeploy.Processes;
using ClickDeploy.Tests.Shared.Processes;

namespace ClickDeploy.Tests.SelfHost.Durable.Frozen;

/// <summary>The engine in a process on a host of its own: a name of the machine that nobody else has, so that nobody may look for its pid.</summary>
internal sealed class HubProcess(string name, IReadOnlyDictionary<string, string> settings) : IAsyncDisposable
{
    private const int Continue = 18;
    private const int Stopped = 19;
    private const string Listening = "listening ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly List<string> _lines = [];
    private readonly TaskCompletionSource<Uri> _listens = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;

    public string Name => name;

    /// <summary>What it said of the hub last.</summary>
    public bool HoldsTheHub => LastOf("This process holds the hub", "was lost", "was given back") == 0;

    /// <summary>It is frozen no more and has seen that another process has the hub.</summary>
    public bool StandsBy => LastOf("this one stands by", "This process holds the hub") == 0;

    public int Taken => Lines.Count(line => line.Contains("This process holds the hub", StringComparison.Ordinal));

    public bool IsRunning => _process is { HasExited: false };

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    public async Task Start()
    {
        string[] root = Environment.IsPrivilegedProcess ? [] : ["--user", "--map-root-user"];
        var program = Path.Combine(AppContext.BaseDirectory, "ClickDeploy.HubHost.dll");
        var start = new ProcessStartInfo("unshare", [.. root, "--uts", "sh", "-c", "hostname \"$0\" && exec \"$@\"", "host-" + name, "dotnet", "exec", program])
        {
            WorkingDirectory = Path.GetDirectoryName(settings["EFFECTS"]),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var other in (string[])["ASPNETCORE_URLS", "AzureWebJobsStorage", "DATABASE_URL"])
            start.Environment.Remove(other);
        foreach (var (setting, value) in settings)
            start.Environment[setting] = value;
        start.Environment["PORT"] = "0";
        start.Environment["PROCESS"] = name;

        _process = Process.Start(start)!;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => _listens.TrySetException(new InvalidOperationException($"{name} ended:\n{string.Join('\n', Lines)}"));
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(Patience);
        using var over = patience.Token.Register(() => _listens.TrySetException(new TimeoutException($"{name} does not start:\n{string.Join('\n', Lines)}")));
        _http.BaseAddress = await _listens.Task;
    }

    /// <summary>Returns when all its threads stand: the first to get the signal stops the others, and on a busy machine it waits for its turn before.</summary>
    public async Task Freeze()
    {
        Signal(Stopped);
        await Eventually.IsTrue(() => Threads().All(state => state == 'T'), $"The stop of {name}");
    }

    public void Thaw() => Signal(Continue);

    public Task Kill() => End(Libc.SigKill);

    /// <returns>Its exit code.</returns>
    public Task<int> Terminate() => End(Libc.SigTerm);

    /// <returns>True when it promised it.</returns>
    public async Task<bool> Ask(string what)
    {
        try
        {
            using var answer = await _http.PostAsync(new Uri(what, UriKind.Relative), null);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
            await Kill();
        _process?.Dispose();
        _http.Dispose();
    }

    private async Task<int> End(int signal)
    {
        Signal(signal);
        using var patience = new CancellationTokenSource(Patience);
        await _process!.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    // In /proc/…/stat the state follows the name, which is in parentheses and may hold any character.
    private IEnumerable<char> Threads()
    {
        foreach (var thread in Directory.EnumerateDirectories($"/proc/{_process!.Id}/task"))
        {
            var stat = "";
            try
            {
                stat = File.ReadAllText(Path.Combine(thread, "stat"));
            }
            catch (IOException)
            {
                // It has ended meanwhile.
                continue;
            }

            yield return stat[stat.LastIndexOf(')') + 2];
        }
    }

    private void Signal(int signal) => Assert.Equal(0, Libc.Kill(_process!.Id, signal));

    private int LastOf(params string[] sentences)
    {
        var last = Lines.LastOrDefault(line => sentences.Any(sentence => line.Contains(sentence, StringComparison.Ordinal)));
        return last is null ? -1 : Array.FindIndex(sentences, sentence => last.Contains(sentence, StringComparison.Ordinal));
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not { } text)
            return;
        lock (_lines)
            _lines.Add(text);
        if (text.StartsWith(Listening, StringComparison.Ordinal))
            _listens.TrySetResult(new Uri(text[Listening.Length..]));
    }
}
