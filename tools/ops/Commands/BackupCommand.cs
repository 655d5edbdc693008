using System.Net.Http.Json;
using ClickDeploy.Backups;
using ClickDeploy.Ops.Platform;

namespace ClickDeploy.Ops.Commands;

/// <summary>Takes a backup of a running platform, and counts it only when it was read back to its end.</summary>
internal static class BackupCommand
{
    public static Command Command { get; } = new("backup", ["FILE"], "everything of the running platform, encrypted, into a new file", Run) { Options = [BackupSecret.KeyFile], Organisation = "built-in" };

    private static async Task<int> Run(Session session, Invocation invocation, CancellationToken cancellation)
    {
        var path = Path.GetFullPath(invocation.Operands[0]);
        if (File.Exists(path))
        {
            throw Refusal.Failed($"{path} is there already, and a backup is never overwritten: name another file.");
        }

        var secret = BackupSecret.Read(session, invocation, isNew: true);
        var part = path + ".part";
        try
        {
            await Download(session.Platform, part, secret, cancellation);
            BackupSummary summary;
            await using (var file = File.OpenRead(part))
            {
                summary = await BackupReader.Verify(file, secret, cancellation);
            }

            File.Move(part, path, overwrite: false);
            Summaries.Show(session.Screen, path, summary);
            return ExitCode.Done;
        }
        finally
        {
            File.Delete(part);
        }
    }

    private static async Task Download(PlatformClient platform, string part, byte[] secret, CancellationToken cancellation)
    {
        var header = BackupHeader.Create();
        await using var file = new FileStream(part, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite, Options = FileOptions.Asynchronous });
        await file.WriteAsync(header.ToBytes(), cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{PlatformClient.Base}/admin/backup") { Content = JsonContent.Create(new { key = header.Key(secret) }) };
        using var answer = await platform.Open(request, patience: null, cancellation);
        try
        {
            await answer.Content.CopyToAsync(file, cancellation);
        }
        catch (HttpRequestException broken)
        {
            throw Refusal.Failed($"The platform broke off in the middle of the backup ({broken.Message.TrimEnd('.')}). Its log says why; nothing was kept.");
        }

        file.Flush(flushToDisk: true);
    }
}
