using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace ClickDeploy.Tests.Shared.Storage.Azure;

/// <summary>A real Azurite of its own, in memory, on free ports of this machine.</summary>
public sealed partial class AzuriteFixture : IAsyncLifetime
{
    private const string Program = "tests/azurite/node_modules/azurite/dist/src/azurite.js";
    private const int Terminate = 15;
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private Process? _process;

    /// <summary>For <c>AzureWebJobsStorage</c>.</summary>
    public string ConnectionString { get; private set; } = "";

    public async Task InitializeAsync()
    {
        var program = Path.Combine(Root(), Program);
        if (!File.Exists(program))
            throw new FileNotFoundException($"Azurite is not installed: run 'npm ci' in tests/azurite, or ./check, which does it. Looked for {program}.");

        string[] arguments = [program, "--silent", "--skipApiVersionCheck", "--inMemoryPersistence", "--disableTelemetry", "--blobPort", "0", "--queuePort", "0", "--tablePort", "0"];
        _process = Process.Start(new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _process.ErrorDataReceived += (_, _) => { }; // read, so that it never waits for us
        _process.BeginErrorReadLine();
        using var deadline = new CancellationTokenSource(StartTimeout);
        var blobs = await Address("Blob", deadline.Token);
        var queues = await Address("Queue", deadline.Token);
        var tables = await Address("Table", deadline.Token);
        _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);

        const string Account = "devstoreaccount1";
        const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
        ConnectionString = $"AccountName={Account};AccountKey={Key};BlobEndpoint={blobs}/{Account};QueueEndpoint={queues}/{Account};TableEndpoint={tables}/{Account};";
    }

    public async Task DisposeAsync()
    {
        if (_process is null)
            return;
        _ = Kill(_process.Id, Terminate);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task<string> Address(string service, CancellationToken cancellation)
    {
        while (await _process!.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            if (Listening().Match(line) is { Success: true } match && match.Groups["service"].Value == service)
                return match.Groups["address"].Value;
        }

        throw new InvalidOperationException($"Azurite ended before its {service} service listened, with code {(_process.WaitForExit(1000) ? _process.ExitCode : -1)}.");
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ClickDeploy.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No ClickDeploy.sln above {AppContext.BaseDirectory}: run the tests from the repository.");
    }

    [GeneratedRegex("^Azurite (?<service>Blob|Queue|Table) service is successfully listening at (?<address>http://\\S+)$")]
    private static partial Regex Listening();

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
