using System.Diagnostics;
using ClickDeploy.Tests.Shared.Processes;

namespace ClickDeploy.Tests.Scripts;

/// <summary>A script that runs, and what it has said so far.</summary>
internal sealed class Script
{
    private readonly Process _process;
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(10);
    private readonly List<string> _said = [];

    public Script(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Pid => _process.Id;

    private string Said
    {
        get
        {
            lock (_said)
                return string.Join('\n', _said);
        }
    }

    public async Task Says(string text)
    {
        await Eventually.IsTrue(() => Said.Contains(text, StringComparison.Ordinal) || _process.HasExited, $"'{text}'");
        // What it said last may still be under way when it has ended.
        var ended = TimeProvider.System.GetTimestamp();
        await Eventually.IsTrue(() => Said.Contains(text, StringComparison.Ordinal) || TimeProvider.System.GetElapsedTime(ended) > LastWords, $"'{text}'");
        Assert.Contains(text, Said, StringComparison.Ordinal);
    }

    /// <summary>Its exit code, when it has ended by itself.</summary>
    public async Task<int> Ends()
    {
        try
        {
            // Not WaitForExitAsync with redirected output: that would also wait for whoever inherited it.
            await Eventually.IsTrue(() => _process.HasExited, "The end of the script");
        }
        catch (TimeoutException)
        {
            Assert.Fail($"The script did not end. It said: {Said}");
        }

        return _process.ExitCode;
    }

    private void Add(string? line)
    {
        lock (_said)
        {
            if (line is not null)
                _said.Add(line);
        }
    }
}
