using System.Diagnostics;
using ClickDeploy.Tests.Shared.Processes;

namespace ClickDeploy.Tests.SelfHost.Hosting;

/// <summary>The application as a process of its own: what only its start, its end and its streams show.</summary>
[Trait("Speed", "Slow")]
public sealed class ProcessTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Setting_ThatIsBad_EndsTheProcessWithOneSentence()
    {
        using var process = Start(("PORT", "many"));
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync().WaitAsync(Deadline);
        await process.WaitForExitAsync().WaitAsync(Deadline);
        Assert.Equal(1, process.ExitCode);
        Assert.Equal("PORT is 'many': set it to a whole number from 0 to 65535, or remove it for 7071.\n", error);
        Assert.DoesNotContain("Exception", await output);
    }

    [Fact]
    public async Task Process_Started_AnswersAndEndsOnSigterm()
    {
        using var process = Start(("PORT", "0"), ("LOG_FORMAT", "text"));
        var error = process.StandardError.ReadToEndAsync();
        var listening = "";
        while (!listening.Contains("listening on"))
        {
            listening = await process.StandardOutput.ReadLineAsync().WaitAsync(Deadline) ?? throw new InvalidOperationException($"It ended: {await error}");
        }

        var rest = process.StandardOutput.ReadToEndAsync();
        using var client = new HttpClient { BaseAddress = new Uri(listening.Split(' ')[^1]), Timeout = Deadline };
        using var response = await client.PostAsync("/no/such/thing", null);
        Assert.InRange((int)response.StatusCode, 400, 499);
        Assert.StartsWith("application/problem+json", response.Content.Headers.ContentType?.ToString());
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync().WaitAsync(Deadline);
        Assert.Equal(0, process.ExitCode);
        Assert.Equal("", await error);
        Assert.DoesNotContain(" error ", await rest);
    }

    private Process Start(params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ClickDeploy.Functions.dll")])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings.Append(("DATA_DIR", _folder.File("data"))).Append(("DATABASE_URL", $"sqlite://{_folder.File("data")}/clickdeploy.db")))
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
