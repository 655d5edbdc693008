using System.Text;
using ClickDeploy.Backups;
using Spectre.Console;

namespace ClickDeploy.Ops.Commands;

/// <summary>What opens a backup: a passphrase, or the content of a file.</summary>
internal static class BackupSecret
{
    private const string Variable = "CLICKDEPLOY_PASSPHRASE";
    private const int ShortestFile = 16;
    private const int LongestFile = 1 << 20;

    public static Option KeyFile { get; } = new("--key-file", "PATH", $"a file whose content opens the backup, instead of a passphrase; a passphrase is asked for, or taken from {Variable}");

    /// <param name="isNew">It is to be chosen now.</param>
    public static byte[] Read(Session session, Invocation invocation, bool isNew)
    {
        if (invocation.Value(KeyFile) is { } path)
        {
            return FromFile(path);
        }

        var passphrase = session.Environment(Variable) is { Length: > 0 } given ? given : Ask(isNew);
        return !isNew || passphrase.Length >= BackupHeader.ShortestPassphrase
            ? Encoding.UTF8.GetBytes(passphrase)
            : throw Refusal.Usage($"The passphrase has {passphrase.Length} characters: whoever has the backup can try many. Take {BackupHeader.ShortestPassphrase} or more.");
    }

    private static byte[] FromFile(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw Refusal.Usage($"--key-file is '{path}': there is no such file. 'head -c 32 /dev/urandom > {path}' makes one; keep a copy where the backups are not.");
        }

        return file.Length is >= ShortestFile and <= LongestFile
            ? File.ReadAllBytes(path)
            : throw Refusal.Usage($"--key-file is '{path}', which has {file.Length} bytes: use a file of {ShortestFile} bytes to 1 MiB.");
    }

    private static string Ask(bool isNew)
    {
        if (Console.IsInputRedirected || Console.IsOutputRedirected)
        {
            throw Refusal.Usage($"There is no passphrase: set {Variable}, or name a file with --key-file.");
        }

        var passphrase = AnsiConsole.Prompt(new TextPrompt<string>("Passphrase of the backup:").Secret());
        return !isNew || AnsiConsole.Prompt(new TextPrompt<string>("Once more:").Secret()) == passphrase
            ? passphrase
            : throw Refusal.Usage("The two are not the same. Nothing was done.");
    }
}
