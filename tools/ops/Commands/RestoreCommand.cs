using ClickDeploy.Backups;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Azure;
using ClickDeploy.Storage.Sqlite;

namespace ClickDeploy.Ops.Commands;

/// <summary>Writes a backup into an empty data folder. No platform runs there yet, so this is the one command that needs none.</summary>
internal static class RestoreCommand
{
    private static readonly Option Data = new("--data", "FOLDER", "where to, as ./up --data; .data if it is not given");
    private static readonly Option Storage = new("--storage", "KIND", "sqlite (if it is not given), azurite as ./up --storage azurite, or azure for the account of AzureWebJobsStorage");

    public static Command Command { get; } = new("restore", ["FILE"], "a backup into an empty folder, for ./up to start", Run) { Options = [Data, Storage, BackupSecret.KeyFile] };

    private static async Task<int> Run(Session session, Invocation invocation, CancellationToken cancellation)
    {
        var data = Path.GetFullPath(invocation.Value(Data) ?? ".data");
        var account = Account(session, invocation);
        await using var file = File.OpenRead(invocation.Operands[0]);
        var secret = BackupSecret.Read(session, invocation, isNew: false);

        // Read to its end before anything is written: another passphrase and a damaged file change nothing.
        await BackupReader.Verify(file, secret, cancellation);
        Restore.Prepare(data, own: account is null ? [] : ["azurite", "run"]);
        BackupSummary summary;
        await using (var storage = account is null ? (IStorage)SqliteStorage.Open(Path.Combine(data, "clickdeploy.db"), TimeProvider.System) : AzureStorage.Connect(account, TimeProvider.System))
        {
            if (!await ((IStorageExport)storage).IsEmpty(cancellation))
            {
                throw Refusal.Failed("The storage account is not empty. Restore into an empty one.");
            }

            file.Position = 0;
            summary = await Restore.Run(file, secret, storage, data, cancellation);
        }

        Summaries.Show(session.Screen, data, summary);
        session.Screen.Line(summary.Manifest.KeyIsElsewhere
            ? "Set ENCRYPTION_KEY to the key of the platform that was backed up; then start with ./up and the same --data and --storage."
            : "Start it with ./up and the same --data and --storage.");
        return ExitCode.Done;
    }

    private static string? Account(Session session, Invocation invocation)
    {
        var kind = invocation.Value(Storage) ?? "sqlite";
        if (kind is not ("sqlite" or "azurite" or "azure"))
        {
            throw Refusal.Usage($"--storage is '{kind}': it is sqlite, azurite or azure.");
        }

        return kind == "sqlite" ? null
            : session.Environment("AzureWebJobsStorage") is { Length: > 0 } account ? account
            : throw Refusal.Usage("AzureWebJobsStorage is not set: set it to the connection string of the account to restore into. (./ops restore --storage azurite does it itself.)");
    }
}
