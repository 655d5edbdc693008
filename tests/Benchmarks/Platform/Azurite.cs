using System.Diagnostics;

namespace ClickDeploy.Benchmarks.Platform;

/// <summary>A real Azurite in memory, on free ports. It may not listen yet when it has started: callers ask until it answers.</summary>
internal sealed class Azurite : IAsyncDisposable
{
    // The account that every Azurite has.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private readonly Process _process;

    private Azurite(Process process, int blobs, int tables)
    {
        _process = process;
        ConnectionString = $"AccountName={Account};AccountKey={Key};BlobEndpoint=http://127.0.0.1:{blobs}/{Account};TableEndpoint=http://127.0.0.1:{tables}/{Account};";
    }

    /// <summary>For <c>AzureWebJobsStorage</c>.</summary>
    public string ConnectionString { get; }

    /// <param name="root">The checkout, with 'npm ci' done in tests/azurite.</param>
    /// <param name="said">Gets each line of its log; null: it writes none.</param>
    public static Azurite Start(string root, Action<string>? said = null)
    {
        var program = Path.Combine(root, "tests", "azurite", "node_modules", "azurite", "dist", "src", "azurite.js");
        if (!File.Exists(program))
        {
            throw new FileNotFoundException($"Azurite is not installed: run 'npm ci' in tests/azurite. Looked for {program}.");
        }

        var (blobs, queues, tables) = (Machine.FreePort(), Machine.FreePort(), Machine.FreePort());
        string[] quiet = said is null ? ["--silent"] : [];
        string[] arguments = [program, "--skipApiVersionCheck", "--inMemoryPersistence", "--disableTelemetry", "--blobPort", $"{blobs}", "--queuePort", $"{queues}", "--tablePort", $"{tables}", .. quiet];
        return new(Machine.Start("node", arguments, Path.GetTempPath(), said: said), blobs, tables);
    }

    public async ValueTask DisposeAsync() => await Machine.End(_process);
}
