using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using ClickDeploy.Processes;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Tools;

/// <summary>
/// What is installed on this machine where builds and instances look for it: their PATH, not the platform's. A program is asked for its version once,
/// until another file takes its place.
/// </summary>
public sealed partial class MachineTools(IOptions<ToolOptions> options)
{
    /// <summary>A package of Debian beside the interpreter: the module is asked for, the file's name tells nothing.</summary>
    private const string VirtualEnvironments = "python3-venv";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<(string Path, DateTime Written, string Question), string?> _answers = new();

    /// <summary>The PATH of builds and instances.</summary>
    public string SearchPath { get; } = string.Join(':', options.Value.Folders.Append(CleanEnvironment.DefaultPath));

    /// <summary>Those of <paramref name="tools"/> that are not here.</summary>
    public async Task<IReadOnlyList<string>> Missing(IEnumerable<string> tools, CancellationToken cancellation = default)
    {
        var missing = new List<string>();
        foreach (var tool in tools)
        {
            var found = tool == VirtualEnvironments ? await Ask("python3", ["-c", "import ensurepip, venv; print('here')"], cancellation) : Find(tool);
            if (found is null)
            {
                missing.Add(tool);
            }
        }

        return missing;
    }

    /// <summary>The numbers of its version; null: it is not here, or does not say.</summary>
    public async Task<string?> Version(string tool, CancellationToken cancellation = default)
    {
        string[] question = tool switch { "go" => ["version"], "java" => ["-version"], _ => ["--version"] };
        return await Ask(tool, question, cancellation) is { } answer && Numbers().Match(answer) is { Success: true } match ? match.Value : null;
    }

    /// <summary>The program's path.</summary>
    public string? Find(string program) => SearchPath.Split(':').Select(folder => Path.Combine(folder, program)).FirstOrDefault(IsProgram);

    private async Task<string?> Ask(string program, string[] question, CancellationToken cancellation)
    {
        if (Find(program) is not { } path)
        {
            return null;
        }

        var key = (path, File.GetLastWriteTimeUtc(path), string.Join(' ', question));
        if (_answers.TryGetValue(key, out var known))
        {
            return known;
        }

        var answer = await Run(path, question, cancellation);
        return _answers.TryAdd(key, answer) ? answer : _answers[key];
    }

    // Real time: a program does not know of a test's clock.
    private async Task<string?> Run(string path, string[] question, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(path, question) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = "/" };
        start.Environment.Clear();
        start.Environment["PATH"] = SearchPath;
        start.Environment["HOME"] = Path.GetTempPath();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            try
            {
                var errors = process.StandardError.ReadToEndAsync(patience.Token);
                var output = await process.StandardOutput.ReadToEndAsync(patience.Token) + await errors;
                await process.WaitForExitAsync(patience.Token);
                return process.ExitCode == 0 ? output : null;
            }
            finally
            {
                if (!process.HasExited)
                {
                    process.Kill(entireProcessTree: true);
                }
            }
        }
        catch (Exception silent) when (silent is Win32Exception || (silent is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }

    private static bool IsProgram(string path)
    {
        try
        {
            return File.Exists(path) && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"[0-9]+(\.[0-9]+)+")]
    private static partial Regex Numbers();
}
