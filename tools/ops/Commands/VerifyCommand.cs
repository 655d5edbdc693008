using ClickDeploy.Backups;

namespace ClickDeploy.Ops.Commands;

/// <summary>Reads a backup to its end without writing anything.</summary>
internal static class VerifyCommand
{
    public static Command Command { get; } = new("verify", ["FILE"], "reads a backup to its end: whether it is whole and opens, and what is in it", Run) { Options = [BackupSecret.KeyFile] };

    private static async Task<int> Run(Session session, Invocation invocation, CancellationToken cancellation)
    {
        await using var file = File.OpenRead(invocation.Operands[0]);
        Summaries.Show(session.Screen, invocation.Operands[0], await BackupReader.Verify(file, BackupSecret.Read(session, invocation, isNew: false), cancellation));
        return ExitCode.Done;
    }
}
