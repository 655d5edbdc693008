using System.Diagnostics;
using ClickDeploy.Clients.Git;

namespace ClickDeploy.Tests.Shared.Clients.Git;

/// <summary>A real repository in a folder of its own; for every test that fetches one.</summary>
internal sealed class TestRepository : IDisposable
{
    public TestRepository()
    {
        Git("init", "--quiet", "--initial-branch=main", ".");
    }

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("repository-").FullName;

    public string Url => $"file://{Directory}";

    public GitUrl GitUrl => ((Parsed<GitUrl>.Accepted)GitUrl.Parse(Url, development: true)).Value;

    /// <summary>Writes a file, commits it, and answers the commit's id.</summary>
    public string Commit(string file, string text, string message = "Change")
    {
        var path = Path.Combine(Directory, file);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return CommitAll(message);
    }

    public string CommitAll(string message = "Change")
    {
        Git("add", "--all");
        Git("commit", "--quiet", "--allow-empty", "--message", message);
        return Git("rev-parse", "HEAD").Trim();
    }

    public string Git(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = Directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["GIT_CONFIG_GLOBAL"] = "/dev/null",
                ["GIT_AUTHOR_NAME"] = "Ada Lovelace",
                ["GIT_AUTHOR_EMAIL"] = "ada@example.com",
                ["GIT_COMMITTER_NAME"] = "Ada Lovelace",
                ["GIT_COMMITTER_EMAIL"] = "ada@example.com",
            },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"git {string.Join(' ', arguments)}: {output}{errors.Result}");
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
