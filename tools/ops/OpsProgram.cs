using ClickDeploy.Backups;
using ClickDeploy.Ops.Commands;
using ClickDeploy.Ops.Platform;
using ClickDeploy.Storage;

namespace ClickDeploy.Ops;

/// <summary>The program from its arguments to its exit code.</summary>
internal static class OpsProgram
{
    public static Option Url { get; } = new("--url", "URL", "the platform, or CLICKDEPLOY_URL; http://localhost:7071 if neither is given");

    public static Option Token { get; } = new("--token", "TOKEN", "who you are, or CLICKDEPLOY_TOKEN (which other users of this machine cannot see); a platform in development mode gives one itself");

    public static Option Org { get; } = new("--org", "NAME", "the organisation, in development mode only; dev if it is not given, built-in for a backup");

    public static Option Json { get; } = new("--json", null, "JSON for programs, one value a line");

    public static IReadOnlyList<Option> Everywhere { get; } = [Url, Token, Org, Json];

    public static IReadOnlyList<Command> Commands { get; } =
    [
        StatusCommand.Command, DeployCommand.Command, LogsCommand.Command, OperationsCommand.Command, OperationCommand.Command, CancelCommand.Command, RetryCommand.Command,
        BackupCommand.Command, VerifyCommand.Command, RestoreCommand.Command,
    ];

    public static async Task<int> Run(IReadOnlyList<string> arguments, Func<string, string?> environment, CancellationToken cancellation)
    {
        try
        {
            if (Invocation.Parse(arguments, Commands, Everywhere) is not { } invocation)
            {
                Console.Out.WriteLine(Commands.FirstOrDefault(command => arguments.FirstOrDefault(word => word != "help") == command.Name) is { } asked ? Help.Text(asked, Everywhere) : Help.Text(Commands, Everywhere));
                return ExitCode.Done;
            }

            using var platform = Connect(invocation, environment);
            return await invocation.Command.Run(new(platform, Screen.OfThisProcess(invocation.Has(Json)), environment), invocation, cancellation);
        }
        catch (Refusal refusal)
        {
            Console.Error.WriteLine($"ops: {Words.Clean(refusal.Message)}");
            return refusal.ExitCode;
        }
        catch (Exception failure) when (failure is BackupException or StorageUnavailableException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"ops: {Words.Clean(failure.Message)}");
            return ExitCode.Failed;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
    }

    private static PlatformClient Connect(Invocation invocation, Func<string, string?> environment)
    {
        var (from, text) = invocation.Value(Url) is { } given ? ("--url", given) : ("CLICKDEPLOY_URL", environment("CLICKDEPLOY_URL"));
        if (!Uri.TryCreate(string.IsNullOrEmpty(text) ? "http://localhost:7071" : text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw Refusal.Usage($"{from} is '{text}': give the address of the platform, for example http://localhost:7071.");
        }

        return new(url, invocation.Value(Token) ?? environment("CLICKDEPLOY_TOKEN"), invocation.Value(Org) ?? invocation.Command.Organisation);
    }
}
