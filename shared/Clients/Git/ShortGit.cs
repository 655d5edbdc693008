using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Clients.Git;

/// <summary>Runs quick calls of Git (init, log, ls-tree, ls-remote) and waits for them. What may take long is a job.</summary>
public sealed class ShortGit(TimeProvider time, IOptions<GitOptions> options)
{
    /// <summary>More output than this is not an answer that we read.</summary>
    public const int LongestOutput = 16 << 20;

    /// <exception cref="InvalidOperationException">There is no Git on this machine.</exception>
    public async Task<ShortGitResult> Run(GitCommand command, CancellationToken cancellation = default)
    {
        using var timeout = new CancellationTokenSource(command.Timeout, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        using var process = Start(command.As(options.Value));
        process.StandardInput.Close();
        try
        {
            var reading = Read(process.StandardError, ended.Token);
            var output = await Read(process.StandardOutput, ended.Token);
            var errors = await reading;
            await process.WaitForExitAsync(ended.Token);
            return process.ExitCode == 0
                ? new ShortGitResult.Succeeded(output)
                : new ShortGitResult.Failed(new GitEnd.Exited(process.ExitCode), output + errors);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new ShortGitResult.Failed(new GitEnd.TimedOut(), "");
        }
        catch (InvalidDataException)
        {
            return new ShortGitResult.Failed(new GitEnd.Killed($"it wrote more than {LongestOutput >> 20} MiB."), "");
        }
        finally
        {
            // Also the helpers of Git (git-remote-https, ssh), which outlive it otherwise.
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(GitCommand command)
    {
        var start = new ProcessStartInfo(command.Arguments[0], command.Arguments.Skip(1))
        {
            WorkingDirectory = command.Directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        var inherited = start.Environment.Where(variable => variable.Key is "PATH" or "HOME").ToArray();
        start.Environment.Clear();
        foreach (var (name, value) in inherited.Concat(command.Environment.Select(variable => KeyValuePair.Create(variable.Key, (string?)variable.Value))))
            start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException($"'{command.Arguments[0]}' cannot be started in {command.Directory}: {missing.Message}. Is Git installed?", missing);
        }
    }

    private static async Task<string> Read(StreamReader reader, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        var buffer = new char[8192];
        for (int read; (read = await reader.ReadAsync(buffer, cancellation)) > 0;)
        {
            if (text.Append(buffer, 0, read).Length > LongestOutput)
                throw new InvalidDataException();
        }

        return text.ToString();
    }
}
