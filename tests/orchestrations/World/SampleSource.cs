using System.Diagnostics;

namespace ClickDeploy.Tests.Orchestrations.World;

/// <summary>A real Git repository with a static page.</summary>
public sealed class SampleSource : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("saga-source-").FullName;

    public SampleSource()
    {
        File.WriteAllText(Path.Combine(_folder, "index.html"), "<h1>hello</h1>");
        Git("init", "--quiet", "--initial-branch=main");
        Git("add", ".");
        Git("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "--quiet", "-m", "Say hello");
    }

    public string Url => "file://" + _folder;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = _folder })!;
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
    }
}
