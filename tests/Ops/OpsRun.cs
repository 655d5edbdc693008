using System.Diagnostics;
using System.Text.Json;
using ClickDeploy.Tests.Platform;

namespace ClickDeploy.Tests.Ops;

/// <summary>The built program, run as a person or a script runs it: its output goes elsewhere than to a terminal.</summary>
internal sealed record OpsRun(int Code, string Output, string Errors)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Each line of the output, which is JSON.</summary>
    public IReadOnlyList<JsonElement> Json => [.. Lines.Select(line => JsonSerializer.Deserialize<JsonElement>(line))];

    public static string Program
    {
        get
        {
            // …/tests/bin/{configuration}/net10.0/
            var framework = new DirectoryInfo(AppContext.BaseDirectory);
            var program = Path.Combine(RepositoryRoot.Path, "tools", "ops", "bin", framework.Parent!.Name, framework.Name, "ClickDeploy.Ops.dll");
            return File.Exists(program) ? program : throw new FileNotFoundException($"{program} is not there: build the solution first (dotnet build ClickDeploy.sln).");
        }
    }

    public static Task<OpsRun> On(PlatformProcess platform, params string[] arguments) => With([("CLICKDEPLOY_URL", platform.Url.ToString())], arguments);

    public static async Task<OpsRun> With(IEnumerable<(string Name, string Value)> variables, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var name in (string[])["CLICKDEPLOY_URL", "CLICKDEPLOY_TOKEN", "AzureWebJobsStorage", "DATABASE_URL"])
            start.Environment.Remove(name);
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            return new(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
